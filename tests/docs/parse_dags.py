"""Run by Airflow's Python: parses the DAGs of a folder and tells them as JSON on the last line."""

from __future__ import annotations

import json
import sys

from airflow.dag_processing.dagbag import DagBag

bag = DagBag(sys.argv[1])
print(
    json.dumps(
        {
            "errors": bag.import_errors,
            "dags": {
                name: {
                    "schedule": str(dag.schedule),
                    "timezone": str(dag.timezone),
                    "catchup": dag.catchup,
                    "max_active_runs": dag.max_active_runs,
                    "tasks": {
                        task.task_id: {
                            "type": type(task).__name__,
                            "command": getattr(task, "bash_command", None),
                            "after": sorted(task.upstream_task_ids),
                            "retries": task.retries,
                            "trigger_rule": task.trigger_rule.value,
                        }
                        for task in dag.tasks
                    },
                }
                for name, dag in bag.dags.items()
            },
        }
    )
)
