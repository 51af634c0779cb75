package tile

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"
)

func newCache(t testing.TB, bytes uint64) *Cache {
	t.Helper()
	c, err := NewCache(bytes, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func dot(_ context.Context, l *Layer) error {
	l.Point(1, orb.Point{27.1, 38.4})
	return nil
}

func TestCacheRendersOnceForMany(t *testing.T) {
	t.Parallel()
	c, key := newCache(t, 1<<20), Key{Layer: "things", Version: 1, At: izmir}
	all := make(chan struct{})
	render := func(ctx context.Context, l *Layer) error {
		<-all // until everybody has asked
		return dot(ctx, l)
	}
	var asked, answered sync.WaitGroup
	for range 200 {
		asked.Add(1)
		answered.Go(func() {
			asked.Done()
			if got, err := c.Get(t.Context(), key, render); err != nil || len(got.Gzip) == 0 {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
	asked.Wait()
	close(all)
	answered.Wait()
	if n := c.Rendered(); n != 1 {
		t.Errorf("200 who ask for one tile have it rendered %d times", n)
	}
}

func TestCacheOutlivesWhoAskedFirst(t *testing.T) {
	t.Parallel()
	c, key := newCache(t, 1<<20), Key{Layer: "things", At: izmir}
	ctx, leave := context.WithCancel(t.Context())
	got, err := c.Get(ctx, key, func(inner context.Context, l *Layer) error {
		leave()
		if inner.Err() != nil {
			return inner.Err()
		}
		return dot(inner, l)
	})
	if err != nil || len(got.Gzip) == 0 {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestCacheTellsVersionsApart(t *testing.T) {
	t.Parallel()
	c := newCache(t, 1<<20)
	old, err := c.Get(t.Context(), Key{Layer: "things", Version: 1, At: izmir}, dot)
	if err != nil {
		t.Fatal(err)
	}
	now, err := c.Get(t.Context(), Key{Layer: "things", Version: 2, At: izmir}, func(_ context.Context, l *Layer) error {
		l.Point(2, orb.Point{27.1, 38.4})
		return nil
	})
	if err != nil || now.ETag == old.ETag {
		t.Errorf("a change has the same tag %s, %v", now.ETag, err)
	}
	same, err := c.Get(t.Context(), Key{Layer: "things", Version: 3, At: izmir}, dot)
	if err != nil || same.ETag != old.ETag {
		t.Errorf("the same content has tags %s and %s, %v", same.ETag, old.ETag, err)
	}
	r, err := gzip.NewReader(bytes.NewReader(same.Gzip))
	if err != nil {
		t.Fatal(err)
	}
	var l Layer
	l.Begin("things", izmir)
	if err := dot(t.Context(), &l); err != nil {
		t.Fatal(err)
	}
	if body, err := io.ReadAll(r); err != nil || !bytes.Equal(body, l.Bytes()) {
		t.Errorf("what is unpacked is not what was drawn: %v", err)
	}
}

func TestCacheKeepsNoErrors(t *testing.T) {
	t.Parallel()
	c, key := newCache(t, 1<<20), Key{Layer: "things", At: izmir}
	broken := errors.New("broken")
	if _, err := c.Get(t.Context(), key, func(context.Context, *Layer) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if got, err := c.Get(t.Context(), key, dot); err != nil || len(got.Gzip) == 0 {
		t.Errorf("got %v, %v after an error", got, err)
	}
}

func TestCacheIsBounded(t *testing.T) {
	t.Parallel()
	c := newCache(t, 100_000)
	for v := range uint64(600) {
		if _, err := c.Get(t.Context(), Key{Layer: "things", Version: v, At: izmir}, dot); err != nil {
			t.Fatal(err)
		}
	}
	c.kept.CleanUp()
	if n := c.Bytes(); n == 0 || n > 100_000 {
		t.Errorf("it holds %d bytes", n)
	}
}

// BenchmarkCache asks for a tile that is there.
func BenchmarkCache(b *testing.B) {
	c, key := newCache(b, 1<<20), Key{Layer: "things", At: izmir}
	for b.Loop() {
		if _, err := c.Get(b.Context(), key, dot); err != nil {
			b.Fatal(err)
		}
	}
}
