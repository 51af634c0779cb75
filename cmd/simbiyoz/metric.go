package main

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"simbiyoz/geo"
	"simbiyoz/geo/exchange"
)

// figure is one number of the server, read when it is asked for.
type figure struct {
	name, help string
	kind       prometheus.ValueType
	read       func() float64
}

// metrics are what the server tells Prometheus beside its requests.
func (h *house) metrics() *prometheus.Registry {
	r := prometheus.NewRegistry()
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), jobFigures{h.pool}, h.timed)
	for _, f := range h.figures() {
		opts := prometheus.Opts{Name: "simbiyoz_" + f.name, Help: f.help}
		if f.kind == prometheus.CounterValue {
			r.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts(opts), f.read))
		} else {
			r.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts(opts), f.read))
		}
	}
	n := h.x.Network()
	info := prometheus.NewGauge(prometheus.GaugeOpts{Name: "simbiyoz_roads_info", Help: "The road network that answered when the server began.",
		ConstLabels: prometheus.Labels{"version": n.Version, "engine": n.Engine}})
	info.Set(1)
	r.MustRegister(info)
	return r
}

func (h *house) figures() []figure {
	pool := func(read func(*pgxpool.Stat) float64) func() float64 {
		return func() float64 { return read(h.pool.Stat()) }
	}
	tiles := func(read func(exchange.TileFigures) int64) func() float64 {
		return func() float64 { return float64(read(h.x.TileFigures())) }
	}
	const gauge, counter = prometheus.GaugeValue, prometheus.CounterValue
	return []figure{
		{"pool_connections", "Connections to the database.", gauge, pool(func(s *pgxpool.Stat) float64 { return float64(s.TotalConns()) })},
		{"pool_connections_used", "Connections to the database in use.", gauge, pool(func(s *pgxpool.Stat) float64 { return float64(s.AcquiredConns()) })},
		{"pool_connections_most", "Connections to the database at most.", gauge, pool(func(s *pgxpool.Stat) float64 { return float64(s.MaxConns()) })},
		{"pool_acquired_total", "Times that a connection was taken.", counter, pool(func(s *pgxpool.Stat) float64 { return float64(s.AcquireCount()) })},
		{"pool_waited_seconds_total", "Time that was waited for connections.", counter, pool(func(s *pgxpool.Stat) float64 { return s.AcquireDuration().Seconds() })},
		{"tiles_asked_total", "Tiles that were asked for.", counter, tiles(func(f exchange.TileFigures) int64 { return f.Asked })},
		{"tiles_drawn_total", "Tiles that were drawn, and not taken from memory.", counter, tiles(func(f exchange.TileFigures) int64 { return f.Drawn })},
		{"boxes_remembered_total", "Rectangles of which memory told what they hold.", counter, func() float64 { return float64(h.x.BoxesRemembered()) }},
		{"tiles_bytes", "Memory that drawn tiles take.", gauge, tiles(func(f exchange.TileFigures) int64 { return f.Bytes })},
	}
}

// jobFigures count the jobs that wait, run or have failed.
type jobFigures struct{ pool *pgxpool.Pool }

var jobsDesc = prometheus.NewDesc("simbiyoz_jobs", "Jobs by kind and state, but for those done.", []string{"kind", "state"}, nil)

func (jobFigures) Describe(out chan<- *prometheus.Desc) { out <- jobsDesc }

func (j jobFigures) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	rows, err := j.pool.Query(ctx, `SELECT kind, state::text, count(*) FROM river_job
		WHERE state IN ('available', 'running', 'retryable', 'scheduled', 'discarded') GROUP BY 1, 2`)
	if err != nil {
		out <- prometheus.NewInvalidMetric(jobsDesc, err)
		return
	}
	defer rows.Close()
	for rows.Next() {
		var kind, state string
		var n int64
		if rows.Scan(&kind, &state, &n) == nil {
			out <- prometheus.MustNewConstMetric(jobsDesc, prometheus.GaugeValue, float64(n), kind, state)
		}
	}
}

// timedRoads measures how long roads take to answer.
type timedRoads struct {
	exchange.Roads
	seconds *prometheus.HistogramVec
}

// Unwrap returns the roads that are measured, for what they are able to do beside.
func (t timedRoads) Unwrap() exchange.Roads { return t.Roads }

func newRoadTimes() *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "simbiyoz_roads_seconds", Help: "Time that the road engine took, by question.",
		Buckets: []float64{.0001, .001, .01, .1, 1, 10}}, []string{"question"})
}

func (t timedRoads) since(question string, start time.Time) {
	t.seconds.WithLabelValues(question).Observe(time.Since(start).Seconds())
}

// OneToMany is [exchange.Roads]'s.
func (t timedRoads) OneToMany(ctx context.Context, v geo.Vehicle, from geo.Point, to []geo.Point, reverse bool) ([]geo.Road, []error, error) {
	defer t.since("one_to_many", time.Now())
	return t.Roads.OneToMany(ctx, v, from, to, reverse)
}

// Route is [exchange.Roads]'s.
func (t timedRoads) Route(ctx context.Context, v geo.Vehicle, from, to geo.Point) (geo.Road, []geo.Point, error) {
	defer t.since("route", time.Now())
	return t.Roads.Route(ctx, v, from, to)
}

// able is what our own engine can beside, and others cannot.
type able interface {
	exchange.Detourer
	exchange.Reacher
	exchange.Tabler
}

// timedAble measures an engine that can all.
type timedAble struct {
	timedRoads
	able able
}

// timed returns roads that are measured. They can what roads can, no less and
// no more.
func timed(roads exchange.Roads, seconds *prometheus.HistogramVec) exchange.Roads {
	t := timedRoads{roads, seconds}
	if a, all := roads.(able); all {
		return timedAble{t, a}
	}
	return t
}

// Alternatives is [exchange.Detourer]'s.
func (t timedAble) Alternatives(ctx context.Context, v geo.Vehicle, from, to geo.Point) ([]geo.Alternative, error) {
	defer t.since("alternatives", time.Now())
	return t.able.Alternatives(ctx, v, from, to)
}

// Reach is [exchange.Reacher]'s.
func (t timedAble) Reach(ctx context.Context, r geo.ReachRequest) ([]geo.Band, error) {
	defer t.since("reach", time.Now())
	return t.able.Reach(ctx, r)
}

// Table is [exchange.Tabler]'s.
func (t timedAble) Table(ctx context.Context, v geo.Vehicle, from, to []geo.Point) ([][]geo.Road, [][]error, bool, error) {
	defer t.since("table", time.Now())
	return t.able.Table(ctx, v, from, to)
}
