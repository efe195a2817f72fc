"""Replaces Chalice's calls of ImportRestApi and PutRestApi, whose body ministack ignores.

On the PYTHONPATH of the deploy test's subprocesses alone. Chalice's two calls are replaced by the single calls that
create each resource, method and integration of the same document; `update_rest_api` (compression, endpoint type) is
left out. Chalice's pauses of five seconds between two calls are shortened. Everything else is the real thing.
As a patch for ministack: docs/upstream.md.
"""

import json
import sys


class _Finder:
    """Patches Chalice's client as soon as it is imported."""

    def find_spec(self, name, path=None, target=None):
        if name != "chalice.awsclient":
            return None
        sys.meta_path.remove(self)
        from importlib.util import find_spec

        spec = find_spec(name)
        load = spec.loader.exec_module

        def exec_module(module):
            load(module)
            _patch(module.TypedAWSClient)

        spec.loader.exec_module = exec_module
        return spec


def _patch(client):
    from botocore.waiter import Waiter

    wait = Waiter.wait
    Waiter.wait = lambda self, **wanted: wait(self, WaiterConfig={"Delay": 0.2, "MaxAttempts": 300}, **wanted)
    client.import_rest_api = _import_rest_api
    client.update_api_from_swagger = _put_rest_api
    client.update_rest_api = lambda self, rest_api_id, patch_operations: None


def _import_rest_api(self, swagger_document, endpoint_type):
    gateway = self._client("apigateway")
    title = swagger_document["info"]["title"]
    api = gateway.create_rest_api(name=title, endpointConfiguration={"types": [endpoint_type]})["id"]
    _build(gateway, api, swagger_document)
    return api


def _put_rest_api(self, rest_api_id, swagger_document):
    gateway = self._client("apigateway")
    for resource in sorted(_resources(gateway, rest_api_id), key=lambda each: -len(each["path"])):
        for method in resource.get("resourceMethods", {}):
            gateway.delete_method(restApiId=rest_api_id, resourceId=resource["id"], httpMethod=method)
        if resource["path"] != "/":
            gateway.delete_resource(restApiId=rest_api_id, resourceId=resource["id"])
    _build(gateway, rest_api_id, swagger_document)


def _resources(gateway, api):
    return gateway.get_resources(restApiId=api, limit=500)["items"]


def _build(gateway, api, document):
    resources = {each["path"]: each["id"] for each in _resources(gateway, api)}
    for path, methods in json.loads(json.dumps(document["paths"])).items():
        resource = _resource(gateway, api, path, resources)
        for method, operation in methods.items():
            if not method.startswith("x-"):
                _method(gateway, api, resource, method.upper(), operation)


def _resource(gateway, api, path, resources):
    if path not in resources:
        parent, _, part = path.rpartition("/")
        above = _resource(gateway, api, parent or "/", resources)
        resources[path] = gateway.create_resource(restApiId=api, parentId=above, pathPart=part)["id"]
    return resources[path]


def _method(gateway, api, resource, method, operation):
    integration = operation["x-amazon-apigateway-integration"]
    place = {"restApiId": api, "resourceId": resource, "httpMethod": method}
    gateway.put_method(**place, authorizationType="NONE")
    if integration["type"] == "mock":
        gateway.put_integration(**place, type="MOCK", requestTemplates=integration["requestTemplates"])
    else:
        gateway.put_integration(**place, type="AWS_PROXY", integrationHttpMethod="POST", uri=integration["uri"])


sys.meta_path.insert(0, _Finder())
