"""What a person looks over: links that are open or doubtful, and the decisions on them, kept in mapping files."""
