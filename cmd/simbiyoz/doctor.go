package main

import (
	"context"
	"errors"
	"fmt"
)

type doctorCmd struct{}

// Run opens everything a server needs, says what it found and closes it
// again.
func (doctorCmd) Run(ctx context.Context, cfg *config, s streams) (err error) {
	fmt.Fprintf(s.out, "listen    %s\n", cfg.listen)
	h, err := openBeside(ctx, cfg, cfg.logger(s.err))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	var server string
	if err := h.pool.QueryRow(ctx, `SELECT 'PostgreSQL ' || current_setting('server_version') || ', PostGIS ' || postgis_lib_version()`).Scan(&server); err != nil {
		return fmt.Errorf("database: %w", err)
	}
	n, err := h.x.Counts(ctx)
	if err != nil {
		return err
	}
	roads := h.x.Network()
	fmt.Fprintf(s.out, "database  %s\n", server)
	fmt.Fprintf(s.out, "roads     %s, version %s\n", roads.Name, roads.Version)
	_, err = fmt.Fprintf(s.out, "stored    %d zones, %d firms, %d sources, %d sinks, %d matches; %d postings wait for theirs\n",
		n.Zones, n.Firms, n.Sources, n.Sinks, n.Matches, n.Pending)
	return err
}
