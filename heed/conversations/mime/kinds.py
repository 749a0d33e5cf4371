def kind_of(root) -> str:
    return "message"
