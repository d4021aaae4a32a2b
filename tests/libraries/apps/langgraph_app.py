"""A LangGraph agent of one step, whose state DynamoDBSaver keeps. Calls come as lines of JSON, as in calls.mjs.

python langgraph_app.py SETTINGS: the settings define `checkpointer`, as `explain` prints them.
"""

import json
import operator
import sys
from typing import Annotated, TypedDict

from langgraph.graph import END, START, StateGraph

settings: dict = {}
exec(sys.argv[1], settings)  # what a programmer would paste


class State(TypedDict):
    said: Annotated[list[str], operator.add]


def answer(state: State) -> State:
    return {"said": [f"heard {state['said'][-1]}"]}


builder = StateGraph(State)
builder.add_node("answer", answer)
builder.add_edge(START, "answer")
builder.add_edge("answer", END)
graph = builder.compile(checkpointer=settings["checkpointer"])


def thread(name: str) -> dict:
    return {"configurable": {"thread_id": name}}


calls = {
    "say": lambda name, text: graph.invoke({"said": [text]}, thread(name))["said"],
    "state": lambda name: graph.get_state(thread(name)).values.get("said", []),
    "history": lambda name: [state.values.get("said", []) for state in graph.get_state_history(thread(name))],
    "end": settings["checkpointer"].delete_thread,
}

for line in sys.stdin:
    asked = json.loads(line)
    try:
        given = {"value": calls[asked["call"]](*asked["args"])}
    except Exception as error:  # noqa: BLE001  # the test looks at whatever it is
        given = {"error": type(error).__name__, "message": str(error)}
    print(json.dumps(given), flush=True)
