package postgis

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"simbiyoz/geo"
)

// Watch tells what is changed in the database, by this process or another.
type Watch struct{ pool *pgxpool.Pool }

// NewWatch returns a watch that takes one connection of pool while it follows.
func NewWatch(pool *pgxpool.Pool) *Watch { return &Watch{pool} }

// together is how long touches are gathered after a first one: many come from
// one transaction.
const together = 50 * time.Millisecond

// Follow calls began with the data's version once nothing that is changed from
// then on can be missed, and told with what is, until ctx ends, the connection
// breaks or one of them fails: then something may have been missed.
func (w *Watch) Follow(ctx context.Context, began func(version uint64) error, told func([]geo.Touch) error) error {
	conn, err := w.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	// it listens: nobody else may get it
	own := conn.Hijack()
	defer own.Close(context.WithoutCancel(ctx))
	if _, err := own.Exec(ctx, `LISTEN touched`); err != nil {
		return err
	}
	var version int64
	if err := own.QueryRow(ctx, `SELECT last_value FROM data_version`).Scan(&version); err != nil {
		return err
	}
	if err := began(uint64(version)); err != nil {
		return err
	}
	return listen(ctx, own, told)
}

// listen passes on what conn is told until that, or told, fails.
func listen(ctx context.Context, conn *pgx.Conn, told func([]geo.Touch) error) error {
	ctx, stop := context.WithCancelCause(ctx)
	touches, ended := make(chan geo.Touch, 1000), make(chan struct{})
	go func() {
		defer close(ended)
		stop(receive(ctx, conn, touches))
	}()
	defer func() {
		stop(nil)
		<-ended
	}()
	for {
		batch, err := gather(ctx, touches)
		if err != nil {
			return err
		}
		if err := told(batch); err != nil {
			return err
		}
	}
}

// receive passes on what conn is told until that fails.
func receive(ctx context.Context, conn *pgx.Conn, touches chan<- geo.Touch) error {
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return err
		}
		touch, err := parseTouch(n.Payload)
		if err != nil {
			return err
		}
		select {
		case touches <- touch:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// gather waits for a touch and takes those that come soon after it.
func gather(ctx context.Context, touches <-chan geo.Touch) ([]geo.Touch, error) {
	var batch []geo.Touch
	var end <-chan time.Time
	for {
		select {
		case t := <-touches:
			if batch = append(batch, t); end == nil {
				end = time.After(together)
			}
		case <-end:
			return batch, nil
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// parseTouch reads "noun version id,id,…", as the function touched writes it;
// many ids are "*".
func parseTouch(text string) (geo.Touch, error) {
	fields := strings.Fields(text)
	if len(fields) != 3 {
		return geo.Touch{}, fmt.Errorf("touch %q has not three parts", text)
	}
	version, err := strconv.ParseUint(fields[1], 10, 64)
	if err != nil {
		return geo.Touch{}, fmt.Errorf("touch %q: %w", text, err)
	}
	t := geo.Touch{Noun: fields[0], Version: version}
	if fields[2] == "*" {
		return t, nil
	}
	for _, id := range strings.Split(fields[2], ",") {
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil {
			return t, fmt.Errorf("touch %q: %w", text, err)
		}
		t.IDs = append(t.IDs, n)
	}
	return t, nil
}
