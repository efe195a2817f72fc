"""Check the CloudFormation template as it is deployed, with a city's topics in it: `python -m infra.local.lint`."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from infra.template import render


def main() -> int:
    """Run cfn-lint on the rendered template; return its exit code."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template.json"
        template.write_text(json.dumps(render("production", "pati")))
        command = Path(sys.executable).with_name("cfn-lint")
        return subprocess.run([command, template], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
