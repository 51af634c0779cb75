package tile

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"sync"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/maypok86/otter/v2"
)

// Key names a rendering: a tile of a layer as some viewers see it, at a version
// of its data. Another version is another key, so that nothing old is served.
type Key struct {
	Layer   string
	Viewer  string // who sees the same; empty: everybody
	Version uint64
	At      Address
}

// Tile is what is sent: compressed, with a strong validator of its content.
type Tile struct {
	Gzip []byte // empty where the tile is
	ETag string // quoted, as HTTP writes it
}

// Render draws a tile into l.
type Render func(ctx context.Context, l *Layer) error

// Cache keeps tiles within a bound of memory, those asked for last and most
// often, and renders each once however many ask for it at the same time.
type Cache struct {
	kept     *otter.Cache[Key, Tile]
	deadline time.Duration
	idle     sync.Pool // of *drawing
	asked    atomic.Int64
	rendered atomic.Int64
}

// drawing is what one rendering at a time needs.
type drawing struct {
	layer  Layer
	packed bytes.Buffer
	gzip   *gzip.Writer
}

// overhead is about what an entry takes beside its tile, bytes.
const overhead = 256

// NewCache returns a cache of so many bytes; of 0 it keeps next to nothing. A rendering ends after deadline,
// not when the one who first asked for it goes away: others may wait for it.
func NewCache(bytes uint64, deadline time.Duration) (*Cache, error) {
	kept, err := otter.New(&otter.Options[Key, Tile]{MaximumWeight: max(bytes, 1),
		Weigher: func(_ Key, t Tile) uint32 { return uint32(overhead + len(t.Gzip)) }})
	if err != nil {
		return nil, err
	}
	return &Cache{kept: kept, deadline: deadline, idle: sync.Pool{New: func() any {
		w, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // the level is one it has
		return &drawing{gzip: w}
	}}}, nil
}

// Asked returns how many tiles were asked for so far.
func (c *Cache) Asked() int64 { return c.asked.Load() }

// Rendered returns how many tiles were rendered so far.
func (c *Cache) Rendered() int64 { return c.rendered.Load() }

// Bytes returns how much memory the tiles take.
func (c *Cache) Bytes() uint64 { return c.kept.WeightedSize() }

// Get returns a tile, rendered by render unless it is there. An error is
// render's, or ctx's.
func (c *Cache) Get(ctx context.Context, key Key, render Render) (Tile, error) {
	c.asked.Add(1)
	if t, there := c.kept.GetIfPresent(key); there {
		return t, nil
	}
	return c.kept.Get(ctx, key, otter.LoaderFunc[Key, Tile](func(ctx context.Context, key Key) (Tile, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.deadline)
		defer cancel()
		return c.render(ctx, key, render)
	}))
}

func (c *Cache) render(ctx context.Context, key Key, render Render) (Tile, error) {
	c.rendered.Add(1)
	d := c.idle.Get().(*drawing)
	defer c.idle.Put(d)
	d.layer.Begin(key.Layer, key.At)
	if err := render(ctx, &d.layer); err != nil {
		return Tile{}, err
	}
	return d.pack(d.layer.Bytes())
}

// pack compresses a tile's bytes.
func (d *drawing) pack(body []byte) (Tile, error) {
	sum := sha256.Sum256(body)
	t := Tile{ETag: `"` + hex.EncodeToString(sum[:12]) + `"`}
	if len(body) == 0 {
		return t, nil
	}
	d.packed.Reset()
	d.gzip.Reset(&d.packed)
	if _, err := d.gzip.Write(body); err != nil {
		return Tile{}, err
	}
	if err := d.gzip.Close(); err != nil {
		return Tile{}, err
	}
	t.Gzip = bytes.Clone(d.packed.Bytes())
	return t, nil
}
