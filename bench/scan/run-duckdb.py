"""The events as DuckDB finds them: prints the ids. Usage: run-duckdb.py FOLDER THREADS json|text

json: each file is one JSON object, of which the members are taken that the question needs: the names of all, the rest only of files
that have a name, and what is unnested is what was found. (`read_json` with columns took twenty times as long.)
text: each file is one text, searched as such; the ids are taken by an expression. No JSON is read.
"""
import sys

import duckdb

folder, threads, way = sys.argv[1:]
FILES = f"{folder}/*.json.gz"
NAMES = "('DisableKey', 'ScheduleKeyDeletion')"
LIST = "['DisableKey', 'ScheduleKeyDeletion']"
ID = '"eventName":"(?:DisableKey|ScheduleKeyDeletion)".*?"eventID":"([^"]+)"'


def every(member):
    return f"json_extract_string(json, '$.Records[*].{member}')"


QUERIES = {
    "json": f"""
        SELECT unnest(list_filter(list_zip({every("eventName")}, {every("eventSource")}, {every("eventID")}),
            lambda e: e[1] IN {NAMES} AND e[2] = 'kms.amazonaws.com'))[3]
        FROM read_json_objects('{FILES}', format = 'newline_delimited', maximum_object_size = 16777216)
        WHERE list_has_any({every("eventName")}, {LIST})""",
    "text": f"""
        SELECT unnest(regexp_extract_all(line, '{ID}', 1))
        FROM read_csv('{FILES}', auto_detect = false, header = false, delim = '\x01', quote = '', escape = '',
            columns = {{line: 'VARCHAR'}}, max_line_size = 16777216, buffer_size = 33554432, strict_mode = false)
        WHERE contains(line, '"eventName":"DisableKey"') OR contains(line, '"eventName":"ScheduleKeyDeletion"')""",
}
connection = duckdb.connect(config={"threads": int(threads)})
for (event,) in connection.execute(QUERIES[way]).fetchall():
    print(event)
