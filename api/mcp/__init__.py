"""`chitieu mcp`: the graph for assistants that speak the Model Context Protocol, over standard input and output."""
