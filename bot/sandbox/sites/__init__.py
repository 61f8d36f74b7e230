"""SharePoint: sites, lists, columns, rows, their versions and their delta."""
