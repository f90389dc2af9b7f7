"""Where everything comes from that was read of a page: fields, blocks, the report that shows both; pure."""
