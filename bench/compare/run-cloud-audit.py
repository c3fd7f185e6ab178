"""Runs cloud-audit's AWS-CW-007 alone, by cloud-audit's own scanner, and prints what it says as one line of JSON.

Arguments: the Regions; none means every enabled one.
"""

import json
import sys

from cloud_audit.config import CloudAuditConfig
from cloud_audit.providers.aws.provider import AWSProvider
from cloud_audit.scanner import run_scan

CHECK = "aws-cw-007"

provider = AWSProvider(regions=sys.argv[1:] or ["all"])
others = [check.check_id for check in provider.get_checks() if check.check_id != CHECK]
report, _ = run_scan(provider, config=CloudAuditConfig(exclude_checks=others), quiet=True)
for result in report.results:
    if result.error:
        print(json.dumps({"status": "ERROR", "reason": result.error}))
    elif result.findings:
        print(json.dumps({"status": "FAIL", "reason": result.findings[0].title}))
    else:
        print(json.dumps({"status": "PASS", "reason": ""}))
