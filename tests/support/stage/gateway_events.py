"""Requests as API Gateway hands them to the Lambda function."""


def event(path, *, base="/api", resource=None, method="GET", body=None, query=None, **headers):
    """The event of a request to `base` + `path`, with null for everything that is absent."""
    return {
        "resource": resource or path,
        "path": path,
        "httpMethod": method,
        "headers": {name.replace("_", "-"): value for name, value in headers.items()} or None,
        "multiValueHeaders": {name.replace("_", "-"): [value] for name, value in headers.items()} or None,
        "queryStringParameters": query,
        "multiValueQueryStringParameters": {name: [value] for name, value in query.items()} if query else None,
        "pathParameters": {"number": path.rsplit("/", 1)[-1]} if resource else None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": resource or path,
            "httpMethod": method,
            "path": base + path,
            "stage": "api",
            "requestId": "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
            "identity": {"sourceIp": "203.0.113.7"},
        },
        "body": body,
        "isBase64Encoded": False,
    }
