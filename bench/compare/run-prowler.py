"""Runs Prowler's key-loss check alone, by Prowler's own provider and services, and prints what it says as one line of JSON.

Arguments: the Regions; none means every enabled one. Its command line does the same, and first loads all that it knows of every
compliance framework, which would be most of the time.
"""

import json
import sys
from importlib import import_module

from prowler.providers.aws.aws_provider import AwsProvider
from prowler.providers.common.models import Audit_Metadata
from prowler.providers.common.provider import Provider

CHECK = "cloudwatch_log_metric_filter_disable_or_scheduled_deletion_of_kms_cmk"

provider = AwsProvider(regions=set(sys.argv[1:]))
provider.audit_metadata = Audit_Metadata(
    services_scanned=0, expected_checks=[CHECK], completed_checks=0, audit_progress=0
)
Provider.set_global_provider(provider)
module = import_module(f"prowler.providers.aws.services.cloudwatch.{CHECK}.{CHECK}")
for report in getattr(module, CHECK)().execute():
    print(json.dumps({"status": report.status, "reason": report.status_extended}))
