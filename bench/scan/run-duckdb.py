"""The events as DuckDB finds them: prints the ids. Usage: run-duckdb.py FOLDER THREADS json|text

json: `read_json` reads of each record the three members that the question needs, and unnests what it has found only.
text: each file is one text, searched as such; the ids are taken by an expression. No JSON is read.
"""
import sys

import duckdb

folder, threads, way = sys.argv[1:]
FILES = f"{folder}/*.json.gz"
NAMES = "('DisableKey', 'ScheduleKeyDeletion')"
ID = '"eventName":"(?:DisableKey|ScheduleKeyDeletion)".*?"eventID":"([^"]+)"'
QUERIES = {
    "json": f"""
        SELECT unnest([r.eventID FOR r IN Records IF r.eventName IN {NAMES} AND r.eventSource = 'kms.amazonaws.com'])
        FROM read_json('{FILES}', format = 'unstructured', maximum_object_size = 16777216,
            columns = {{Records: 'STRUCT(eventName VARCHAR, eventSource VARCHAR, eventID VARCHAR)[]'}})""",
    "text": f"""
        SELECT unnest(regexp_extract_all(line, '{ID}', 1))
        FROM read_csv('{FILES}', auto_detect = false, header = false, delim = '\x01', quote = '', escape = '',
            columns = {{line: 'VARCHAR'}}, max_line_size = 16777216, buffer_size = 33554432, strict_mode = false)
        WHERE contains(line, '"eventName":"DisableKey"') OR contains(line, '"eventName":"ScheduleKeyDeletion"')""",
}
connection = duckdb.connect(config={"threads": int(threads)})
for (event,) in connection.execute(QUERIES[way]).fetchall():
    print(event)
