package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"

	"simbiyoz/geo"
	"simbiyoz/geo/account"
	"simbiyoz/geo/exchange"
	"simbiyoz/geo/oidc"
	"simbiyoz/geo/postgis"
	"simbiyoz/geo/road"
	"simbiyoz/geo/road/remote"
	"simbiyoz/geo/smtp"
	"simbiyoz/geo/tile"
	"simbiyoz/geo/vault"
	"simbiyoz/web"
)

// house is everything a verb may need, joined together.
type house struct {
	cfg     *config
	log     *slog.Logger
	cluster *postgis.Cluster // nil with DATABASE_URL
	pool    *pgxpool.Pool
	shown   *pgxpool.Pool // sees what whoever asks may see
	jobs    *postgis.Jobs
	roads   *road.Network // our own
	engine  *remote.Roads // nil when our own answers
	x       *exchange.Exchange
	timed   *prometheus.HistogramVec // how long roads take
}

// open starts or finds the database, brings its schema up to date and joins
// store, roads and use cases. Close must follow.
func open(ctx context.Context, cfg *config, log *slog.Logger) (*house, error) {
	h := &house{cfg: cfg, log: log}
	if err := h.open(ctx); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return h, nil
}

func (h *house) open(ctx context.Context) error {
	address, err := h.database(ctx)
	if err != nil {
		return err
	}
	if h.pool, err = connect(ctx, address, h.cfg.slow, h.log); err != nil {
		return err
	}
	if err := postgis.Migrate(ctx, h.pool); err != nil {
		return err
	}
	if h.shown, err = postgis.OpenShown(ctx, forRequests(h.pool.Config())); err != nil {
		return err
	}
	if h.roads, err = openRoads(ctx, h.cfg, h.log); err != nil {
		return err
	}
	work := &postgis.Work{
		Match: func(ctx context.Context, id int64) error {
			_, err := h.x.FindMatches(ctx, id)
			return err
		},
		Sweep: func(ctx context.Context) error {
			_, err := h.x.Sweep(ctx, func(int) {})
			return err
		},
		Reprice: func(ctx context.Context, of []string) error { return h.x.Reprice(ctx, of) },
		Remind: func(ctx context.Context) error {
			_, err := h.x.Remind(ctx)
			return err
		},
		Retain: func(ctx context.Context) error { return h.x.Retain(geo.As(ctx, "retention"), h.cfg.retention) },
		Alert:  func(ctx context.Context) error { return h.x.TellAlerts(ctx) },
		Flow:   func(ctx context.Context, since time.Time) (time.Duration, error) { return h.x.KeepFlows(ctx, since) },
	}
	if h.jobs, err = postgis.NewJobs(h.pool, work, max(1, runtime.NumCPU()/2), h.log); err != nil {
		return err
	}
	var roads exchange.Roads = h.roads
	if h.engine = h.newEngine(); h.engine != nil {
		roads = h.engine
		h.roads.Spare()
	}
	h.timed = newRoadTimes()
	h.x = exchange.New(postgis.New(postgis.Split{Exact: h.pool, Shown: h.shown}, h.jobs), timed(roads, h.timed), h.log)
	h.x.OpenDoor(h.cfg.door == doorOpen)
	if h.cfg.oidc.Issuer != "" {
		h.x.UseProvider(oidc.New(h.cfg.oidc))
	}
	if err := h.openTiles(); err != nil {
		return err
	}
	if err := h.useMail(); err != nil {
		return err
	}
	h.x.SealSeconds(sync.OnceValues(func() (*account.Seal, error) { return openSeal(h.cfg.data) }))
	h.x.KeepFilesIn(vault.Dir(filepath.Join(h.cfg.data, "files")))
	ctx = geo.WithViewer(geo.As(ctx, "system"), geo.System)
	if err := h.places(ctx); err != nil {
		return err
	}
	if err := h.x.SyncLists(ctx); err != nil {
		return err
	}
	if err := h.x.LoadPrices(ctx); err != nil {
		return err
	}
	return h.zones(ctx)
}

// openTiles makes ready what tiles are drawn of, but for what is followed.
func (h *house) openTiles() error {
	shore, err := tile.ReadShore(web.Coast)
	if err != nil {
		return err
	}
	return h.x.OpenTiles(exchange.TileConfig{Memory: h.cfg.tiles, Coast: shore})
}

// database returns the address of the database: the one that is named, that
// of a server running on the same data directory, or a private cluster's.
func (h *house) database(ctx context.Context) (string, error) {
	if h.cfg.database != "" {
		return h.cfg.database, nil
	}
	var err error
	h.cluster, err = postgis.OpenCluster(ctx, postgis.ClusterConfig{Dir: h.cfg.data, Log: h.log})
	if err != nil {
		return "", err
	}
	return h.cluster.URL(), nil
}

// useMail makes letters go by the mail server that is named, if one is.
func (h *house) useMail() error {
	if h.cfg.smtp == "" {
		h.x.UseMail(nil, h.cfg.public)
		return nil
	}
	sender, err := smtp.New(h.cfg.smtp, h.cfg.from)
	if err != nil {
		return fmt.Errorf("SIMBIYOZ_SMTP, SIMBIYOZ_MAIL_FROM: %w", err)
	}
	h.x.UseMail(sender, h.cfg.public)
	return nil
}

// openBeside is open for verbs that may run while a server holds the data
// directory: they use that server's cluster.
func openBeside(ctx context.Context, cfg *config, log *slog.Logger) (*house, error) {
	h, err := open(ctx, cfg, log)
	if !errors.Is(err, geo.ErrUnderway) {
		return h, err
	}
	beside := *cfg
	beside.database = postgis.ClusterURL(cfg.data)
	return open(ctx, &beside, log)
}

// longest is how long one statement, and a transaction that does nothing, may
// take: what loads tables lifts it for itself.
var longest = map[string]string{"statement_timeout": "10min", "idle_in_transaction_session_timeout": "10min"}

// requested is how long a statement may take by which nothing but a request is
// answered.
const requested = "30s"

// forRequests returns cfg of a pool that jobs never use.
func forRequests(cfg *pgxpool.Config) *pgxpool.Config {
	const name = "statement_timeout"
	if cfg.ConnConfig.RuntimeParams[name] == longest[name] {
		cfg.ConnConfig.RuntimeParams[name] = requested
	}
	return cfg
}

func connect(ctx context.Context, address string, slow time.Duration, log *slog.Logger) (*pgxpool.Pool, error) {
	cfg, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, fmt.Errorf("DATABASE_URL: %w", err)
	}
	cfg.MaxConns = int32(4 + 4*runtime.NumCPU())
	if slow > 0 {
		cfg.ConnConfig.Tracer = &slowQueries{log: log, from: slow}
	}
	for name, value := range longest {
		if _, own := cfg.ConnConfig.RuntimeParams[name]; !own { // who names one in the address knows why
			cfg.ConnConfig.RuntimeParams[name] = value
		}
	}
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	return pool, nil
}

// Close ends jobs, connections and the private cluster, in this order.
func (h *house) Close() error {
	if h.x != nil {
		h.x.Rest()
	}
	for _, pool := range []*pgxpool.Pool{h.shown, h.pool} {
		if pool != nil {
			pool.Close()
		}
	}
	if h.cluster != nil {
		return h.cluster.Close()
	}
	return nil
}
