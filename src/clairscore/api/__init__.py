"""The decision service over HTTP: FastAPI under `/v1`, put together by `app.create_app`."""
