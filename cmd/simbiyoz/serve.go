package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"simbiyoz/api"
	"simbiyoz/geo"
	"simbiyoz/geo/postgis"
)

type serveCmd struct {
	Demo bool `help:"Load the demo if the exchange is empty."`
}

// Run serves until ctx ends.
func (cmd serveCmd) Run(ctx context.Context, cfg *config, s streams) (err error) {
	log := cfg.logger(s.err)
	listener, err := net.Listen("tcp", cfg.listen)
	if err != nil {
		return fmt.Errorf("SIMBIYOZ_LISTEN: %w", err)
	}
	h, err := open(ctx, cfg, log)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	if cmd.Demo {
		if err := h.demoOnce(ctx, s.err); err != nil {
			return err
		}
	}
	if err := h.jobs.Start(ctx); err != nil {
		return fmt.Errorf("jobs: %w", err)
	}
	defer h.stopJobs()
	engine := h.watchEngine(ctx)
	defer func() { <-engine }()
	followed := h.follow(ctx)
	defer func() { <-followed }()
	if err := h.catchUp(ctx); err != nil {
		return err
	}
	if cmd.Demo {
		h.tellWhere(s.out)
		told := h.story(ctx)
		defer func() { <-told }()
	}
	quick, roads := h.quicken(ctx), h.watchRoads(ctx, lookEvery)
	defer func() { <-quick; <-roads }()
	return h.listen(ctx, listener, s.out)
}

func (h *house) listen(ctx context.Context, listener net.Listener, out io.Writer) error {
	app := api.New(h.x, api.Config{Version: version, Token: h.cfg.token, OpenDoor: h.cfg.door == doorOpen, Hosts: ownHosts,
		Public: h.cfg.public, Proxy: h.cfg.proxies, Log: h.log, Metrics: h.metrics(), Ended: ctx.Done()})
	ended := make(chan error, 1)
	go func() { ended <- app.Listener(listener) }()
	fmt.Fprintf(out, "simbiyoz is at http://%s\n", listener.Addr())
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
		return app.ShutdownWithTimeout(10 * time.Second)
	}
}

// catchUp queues the matching of what is due: postings stored while no server
// ran, and all of them when the road network is another than before.
func (h *house) catchUp(ctx context.Context) error {
	tx, err := h.pool.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(context.WithoutCancel(ctx))
	if err := h.jobs.Sweep(ctx, tx); err != nil {
		return err
	}
	return tx.Commit(ctx)
}

// follow keeps what the map shows as the store is. The channel is closed when
// ctx has ended that.
func (h *house) follow(ctx context.Context) <-chan struct{} {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		h.x.Follow(ctx, postgis.NewWatch(h.pool))
	}()
	return ended
}

func (h *house) stopJobs() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := h.jobs.Stop(ctx); err != nil {
		h.log.Warn("jobs did not stop", "error", err)
	}
}

// quicken builds the road network's hierarchies while the server already
// answers without them. The channel is closed when that has ended.
func (h *house) quicken(ctx context.Context) <-chan struct{} {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		start := time.Now()
		if err := h.roads.Quicken(ctx); err != nil {
			h.log.WarnContext(ctx, "roads stay slow", "error", err)
			return
		}
		h.log.InfoContext(ctx, "roads quickened", "took_s", time.Since(start).Seconds())
	}()
	return ended
}

// demoOnce loads the demo into an exchange that has no firms.
func (h *house) demoOnce(ctx context.Context, out io.Writer) error {
	n, err := h.x.Counts(ctx)
	if err != nil || n.Firms > 0 {
		return err
	}
	return h.loadDemo(geo.As(ctx, "demo"), demoCmd{}.sized(), streams{out, out})
}
