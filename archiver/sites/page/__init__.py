"""Any news page, read from its bytes.

``encodings`` decodes, ``blocks`` parses and cuts, ``features`` (with ``zones``), ``context`` and ``trees``
judge, ``body`` chooses, ``head`` reads what stands there for machines; ``page`` is all of it in one object.
In that object are found the headline (``titles``), the days (``dates``, from ``date_marks``,
``date_places``, ``printed_days``, weighed by ``date_weights``), the authors (``authors``, from
``author_marks``, ``author_places``, ``author_lines``, ``author_zones``) and the rest (``about``). What the
tables of a host say comes before (``rules``, from ``rule_texts`` and ``rule_bodies``).
"""
