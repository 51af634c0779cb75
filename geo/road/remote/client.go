// Package remote asks road engines over HTTP: it retries what may be asked
// again, splits what is too much for one question, and while an engine is down
// answers estimates by the detour that was measured of its network.
package remote

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// ErrDown is of an engine that does not answer, or not with sense.
var ErrDown = errors.New("the road engine is down")

// RefusalError is an engine's answer that it will not: with its status and body,
// an error of the request and no sign that the engine is down.
type RefusalError struct {
	Status int
	Body   []byte
}

func (e *RefusalError) Error() string {
	return fmt.Sprintf("the road engine refused: %d %.200s", e.Status, e.Body)
}

// Client asks one engine.
type Client struct {
	base  *url.URL
	http  *http.Client
	tries int
	pause time.Duration // before the second try; doubles
}

// Options bound what a client waits for. Zero values are the usual ones.
type Options struct {
	Timeout time.Duration // of one try; 10 s
	Tries   int           // 3
	Pause   time.Duration // before the second; doubles; 100 ms
}

// mostBytes bounds what is read of one answer.
const mostBytes = 64 << 20

// keep is how long an idle connection is kept: osrm-routed closes its own after
// five seconds.
const keep = 4 * time.Second

// NewClient returns a client of the engine at base.
func NewClient(base *url.URL, o Options) *Client {
	if o.Timeout == 0 {
		o.Timeout = 10 * time.Second
	}
	if o.Tries == 0 {
		o.Tries = 3
	}
	if o.Pause == 0 {
		o.Pause = 100 * time.Millisecond
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.IdleConnTimeout, transport.MaxIdleConnsPerHost = keep, 16
	return &Client{base: base, http: &http.Client{Transport: transport, Timeout: o.Timeout}, tries: o.Tries, pause: o.Pause}
}

// Get reads the JSON at path, which may hold a query, into answer.
func (c *Client) Get(ctx context.Context, path string, answer any) error {
	return c.ask(ctx, http.MethodGet, path, nil, answer)
}

// Post sends question as JSON, which must change nothing there, and reads
// answer.
func (c *Client) Post(ctx context.Context, path string, question, answer any) error {
	body, err := json.Marshal(question)
	if err != nil {
		return err
	}
	return c.ask(ctx, http.MethodPost, path, body, answer)
}

// ask tries until there is an answer. An engine that is slow is not asked
// again: it has enough to do.
func (c *Client) ask(ctx context.Context, method, path string, body []byte, answer any) error {
	pause := c.pause
	for try := 1; ; try++ {
		again, err := c.once(ctx, method, path, body, answer)
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case !again || try == c.tries:
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
		pause *= 2
	}
}

// once tries once and tells whether another try may do better.
func (c *Client) once(ctx context.Context, method, path string, body []byte, answer any) (again bool, err error) {
	r, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(c.base.String(), "/")+path, bytes.NewReader(body))
	if err != nil {
		return false, err
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	res, err := c.http.Do(r)
	if err != nil {
		var slow interface{ Timeout() bool }
		return !(errors.As(err, &slow) && slow.Timeout()), fmt.Errorf("%w: %w", ErrDown, err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(io.LimitReader(res.Body, mostBytes))
	switch {
	case err != nil:
		return true, fmt.Errorf("%w: %w", ErrDown, err)
	case res.StatusCode >= 500 || res.StatusCode == http.StatusTooManyRequests:
		return true, fmt.Errorf("%w: %s: %.200s", ErrDown, res.Status, text)
	case res.StatusCode != http.StatusOK:
		return false, &RefusalError{res.StatusCode, text}
	}
	if err := json.Unmarshal(text, answer); err != nil {
		return false, fmt.Errorf("%w: %s: %w", ErrDown, path, err)
	}
	return false, nil
}
