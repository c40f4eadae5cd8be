"""The service as typed calls: one method an operation, frozen records as answers.

```python
with httpx2.Client(base_url="https://scores.example") as http:
    visitor = Client(http)
    session = visitor.sign_in(name="claire.martin", password=password)
    claire = Client(http, token=session.token)
    print(claire.show_score(100001).probability)
```

`calls.py` and `records.py` are written from the service's own description, by
`python -m tests.client.source`; a test fails where they have fallen behind.
"""

from clairscore.client.calls import Client
from clairscore.client.transport import Versioned

__all__ = ["Client", "Versioned"]
