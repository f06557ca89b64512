# Stands in for a person with an editor: `kubectl edit` gives the file.
sed -i 's/revisionHistoryLimit: 3/revisionHistoryLimit: 4/' "$1"
