package main

import (
	"context"
	"errors"
	"fmt"
	"io"
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
	fmt.Fprintf(s.out, "database  %s\n", server)
	if err := h.tellRoads(ctx, s.out); err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "stored    %d zones, %d firms, %d sources, %d sinks, %d matches; %d postings wait for theirs\n",
		n.Zones, n.Firms, n.Sources, n.Sinks, n.Matches, n.Pending)
	return err
}

// tellRoads says which roads are at hand and asks the engine, if another than
// our own is set.
func (h *house) tellRoads(ctx context.Context, out io.Writer) error {
	from := h.cfg.roads
	if from == "" {
		from = "what ships"
	}
	n := h.roads.Network()
	fmt.Fprintf(out, "roads     %s, version %s, from %s; hierarchies: %d of %d in the file\n", n.Name, n.Version, from,
		n.Hierarchies.Ready, n.Hierarchies.Total)
	if h.engine == nil {
		_, err := fmt.Fprintln(out, "engine    own")
		return err
	}
	told, err := h.engine.Check(ctx)
	if err != nil {
		return fmt.Errorf("SIMBIYOZ_ENGINE_URL: %s: %w", h.cfg.engine.url.Redacted(), err)
	}
	_, err = fmt.Fprintf(out, "engine    %s, at %s\n", told, h.cfg.engine.url.Redacted())
	return err
}
