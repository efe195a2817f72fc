"""`policies`: brings entry and policies of a stage to this release, as `deploy` does before anything else."""

import argparse

from infra.aws.release import stages


def run(options: argparse.Namespace) -> int:
    written = stages.renew(options.stage)
    for file in written:
        print(f"  {file.relative_to(stages.PROJECT)}")
    print("Written, please commit and deploy." if written else "Every policy is as it should be.")
    return 0
