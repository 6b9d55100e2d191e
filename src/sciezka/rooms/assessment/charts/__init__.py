"""Pictures of an assessment, drawn on the server: spreads, the radar, bars of areas."""
