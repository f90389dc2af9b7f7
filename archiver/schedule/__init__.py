"""When which source is crawled, and the loop that sees to it; knows neither Scrapy nor the database."""
