package postgis

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"simbiyoz/geo"
)

// matchJob computes the matches of one posting.
type matchJob struct {
	ID int64 `json:"id"`
}

func (matchJob) Kind() string { return "match" }

// sweepJob computes the matches of all postings that are due.
type sweepJob struct{}

func (sweepJob) Kind() string { return "sweep" }

// repriceJob values the matches anew that changed prices touch.
type repriceJob struct {
	Of []string `json:"of"` // what the prices are of
}

func (repriceJob) Kind() string { return "reprice" }

// remindJob tells of actions that are overdue.
type remindJob struct{}

func (remindJob) Kind() string { return "remind" }

// retainJob lets go of what was kept long enough.
type retainJob struct{}

func (retainJob) Kind() string { return "retain" }

// alertJob tells what is new to those who asked for it.
type alertJob struct{}

func (alertJob) Kind() string { return "alert" }

// alertEvery is how long a new match waits at most until those who want to know
// at once are told.
const alertEvery = time.Minute

// flowJob computes all flows anew: what changed, and what is over by now.
type flowJob struct{}

func (flowJob) Kind() string { return "flow" }

// Jobs are the exchange's jobs, kept in the same database as its data.
type Jobs struct {
	client *river.Client[pgx.Tx]
}

// Work is what jobs do.
type Work struct {
	Match func(ctx context.Context, id int64) error
	Sweep func(ctx context.Context) error
	// Reprice values the matches anew that prices of these touch.
	Reprice func(ctx context.Context, of []string) error
	// Remind tells of actions that are overdue; it is called once a day, and
	// when the work starts.
	Remind func(ctx context.Context) error
	// Retain lets go of what was kept long enough; it is called as Remind is.
	Retain func(ctx context.Context) error
	// Alert tells what is new to those who asked for it.
	Alert func(ctx context.Context) error
	// Flow computes all flows anew, unless that was begun after since, or says
	// how long to wait with it.
	Flow func(ctx context.Context, since time.Time) (wait time.Duration, err error)
}

// waitedFor is the queue of matchings. They are done beside all other jobs: who
// posts a resource waits for its matches, and flows or a sweep take long.
const waitedFor = "match"

// NewJobs returns the queue over pool; with work it also does what is queued
// once started, workers at a time, and as many matchings beside.
func NewJobs(pool *pgxpool.Pool, work *Work, workers int, log *slog.Logger) (*Jobs, error) {
	cfg := &river.Config{Logger: log}
	if work != nil {
		cfg.Workers = river.NewWorkers()
		river.AddWorker(cfg.Workers, river.WorkFunc(func(ctx context.Context, job *river.Job[matchJob]) error {
			err := work.Match(ctx, job.Args.ID)
			if errors.Is(err, geo.ErrNotFound) {
				return nil // it was withdrawn meanwhile
			}
			return flowAfter(ctx, err)
		}))
		river.AddWorker(cfg.Workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[sweepJob]) error {
			return flowAfter(ctx, work.Sweep(ctx))
		}))
		river.AddWorker(cfg.Workers, river.WorkFunc(func(ctx context.Context, job *river.Job[repriceJob]) error {
			return flowAfter(ctx, work.Reprice(ctx, job.Args.Of))
		}))
		river.AddWorker(cfg.Workers, river.WorkFunc(func(ctx context.Context, job *river.Job[flowJob]) error {
			wait, err := work.Flow(ctx, stretch(job.CreatedAt))
			if err == nil && wait > 0 {
				return river.JobSnooze(wait)
			}
			return err
		}))
		river.AddWorker(cfg.Workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[remindJob]) error {
			return work.Remind(ctx)
		}))
		river.AddWorker(cfg.Workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[retainJob]) error { return work.Retain(ctx) }))
		river.AddWorker(cfg.Workers, river.WorkFunc(func(ctx context.Context, _ *river.Job[alertJob]) error { return work.Alert(ctx) }))
		cfg.PeriodicJobs = []*river.PeriodicJob{daily(remindJob{}), daily(retainJob{}), daily(flowJob{}), often(alertJob{})}
		cfg.Queues = map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: workers}, waitedFor: {MaxWorkers: workers}}
		cfg.JobTimeout = 30 * time.Minute
		cfg.FetchPollInterval = 500 * time.Millisecond
	}
	client, err := river.NewClient(riverpgxv5.New(pool), cfg)
	if err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	return &Jobs{client}, nil
}

// daily queues a job once a day, and when the work starts.
func daily(args river.JobArgs) *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(24*time.Hour),
		func() (river.JobArgs, *river.InsertOpts) { return args, nil }, &river.PeriodicJobOpts{RunOnStart: true})
}

// often is a job that runs every alertEvery, and is not tried again between.
func often(args river.JobArgs) *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(alertEvery),
		func() (river.JobArgs, *river.InsertOpts) { return args, &river.InsertOpts{MaxAttempts: 1} }, nil)
}

// settle is how long flows wait for more matches to come before they are
// computed anew.
const settle = 10 * time.Second

// flowAfter queues the computing of flows after a job that changed matches, at
// the end of the stretch of time that runs: once for all that change in it. It
// returns the job's own error first.
func flowAfter(ctx context.Context, err error) error {
	if err != nil {
		return err
	}
	_, err = river.ClientFromContext[pgx.Tx](ctx).Insert(ctx, flowJob{}, whenSettled())
	return err
}

// whenSettled puts a job at the end of the stretch of time that runs, once.
func whenSettled() *river.InsertOpts {
	return &river.InsertOpts{Priority: behind, ScheduledAt: stretch(time.Now()), UniqueOpts: river.UniqueOpts{ByPeriod: settle}}
}

// stretch returns the end of the stretch of time that t lies in.
func stretch(t time.Time) time.Time { return t.Truncate(settle).Add(settle) }

// Flows queues the computing of all flows in tx, as flowAfter does.
func (j *Jobs) Flows(ctx context.Context, tx pgx.Tx) error {
	_, err := j.client.InsertTx(ctx, tx, flowJob{}, whenSettled())
	return err
}

// Start begins to work; Stop ends it and waits for running jobs.
func (j *Jobs) Start(ctx context.Context) error { return j.client.Start(ctx) }

// Stop ends the work and waits for the jobs that run.
func (j *Jobs) Stop(ctx context.Context) error { return j.client.Stop(ctx) }

// What one person posts goes before what a file brought: River's priorities,
// 1 is first.
const (
	first  = 1
	behind = 3
)

// Match queues the matching of postings in tx.
func (j *Jobs) Match(ctx context.Context, tx pgx.Tx, ids []int64) error {
	opts := &river.InsertOpts{Priority: first, Queue: waitedFor}
	if len(ids) > 1 {
		opts.Priority = behind
	}
	many := make([]river.InsertManyParams, len(ids))
	for i, id := range ids {
		many[i] = river.InsertManyParams{Args: matchJob{id}, InsertOpts: opts}
	}
	_, err := j.client.InsertManyTx(ctx, tx, many)
	return err
}

// Sweep queues the matching of all postings that are due, in tx. Several
// sweeps in a row are cheap: the first leaves nothing to do.
func (j *Jobs) Sweep(ctx context.Context, tx pgx.Tx) error {
	_, err := j.client.InsertTx(ctx, tx, sweepJob{}, &river.InsertOpts{Priority: behind})
	return err
}

// Reprice queues the new valuation of the matches that prices touch, in tx.
func (j *Jobs) Reprice(ctx context.Context, tx pgx.Tx, of []string) error {
	_, err := j.client.InsertTx(ctx, tx, repriceJob{of}, &river.InsertOpts{Priority: first})
	return err
}
