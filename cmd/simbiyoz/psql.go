package main

import (
	"context"
	"os"
	"os/exec"

	"simbiyoz/geo/postgis"
)

type psqlCmd struct {
	Args []string `arg:"" optional:"" passthrough:"" help:"What psql is given."`
}

// Run opens psql on the database of a running server, or on DATABASE_URL.
func (cmd psqlCmd) Run(ctx context.Context, cfg *config, s streams) error {
	address := cfg.database
	if address == "" {
		address = postgis.ClusterURL(cfg.data)
	}
	psql := exec.CommandContext(ctx, "psql", append([]string{address}, cmd.Args...)...)
	psql.Stdin, psql.Stdout, psql.Stderr = os.Stdin, s.out, s.err
	return psql.Run()
}
