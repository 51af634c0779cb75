package osm

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"runtime"
	"time"

	"github.com/klauspost/compress/zlib"
	"google.golang.org/protobuf/encoding/protowire"
)

// The greatest sizes that the format allows, bytes.
const (
	mostHead = 64 << 10
	mostBlob = 32 << 20
)

var (
	errNoExtract = errors.New("is no OpenStreetMap extract (.osm.pbf)")
	errCutOff    = errors.New("it ends too early")
)

// blocks reads an extract (OSM PBF, the OpenStreetMap wiki's PBF Format) and
// hands what decode makes of each of its blocks to take, in order. Blocks are
// decoded on all cores. A file that is broken anywhere is an error: its lengths
// and numbers are believed only as far as its bytes go.
func blocks[T any](ctx context.Context, r io.Reader, decode func(block []byte) (T, error), take func(T, int64)) (header, error) {
	var h header
	kind, blob, done, err := frame(r)
	if err == nil && kind != "OSMHeader" {
		err = errors.New("it does not begin as one")
	}
	if err == nil {
		h, err = decodeHeader(blob)
	}
	if err != nil {
		return h, fmt.Errorf("%w: %w", errNoExtract, err)
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	queue := make(chan chan result[T], runtime.GOMAXPROCS(0))
	go feed(ctx, r, decode, queue)
	for one := range queue {
		got := <-one
		if got.err != nil {
			return h, fmt.Errorf("is cut off or damaged: %w", got.err)
		}
		done += got.size
		take(got.what, done)
	}
	return h, ctx.Err()
}

// result is what became of a block, and how many bytes of the file it took.
type result[T any] struct {
	what T
	size int64
	err  error
}

// feed reads block after block and has each decoded beside the others.
func feed[T any](ctx context.Context, r io.Reader, decode func([]byte) (T, error), queue chan<- chan result[T]) {
	defer close(queue)
	for {
		kind, blob, size, err := frame(r)
		if err == io.EOF {
			return
		}
		one := make(chan result[T], 1)
		select {
		case queue <- one:
		case <-ctx.Done():
			return
		}
		if err != nil {
			one <- result[T]{err: err}
			return
		}
		if kind != "OSMData" { // of a kind that is to come: to be passed over
			one <- result[T]{size: size}
			continue
		}
		go func() {
			var got result[T]
			block, err := unpack(blob)
			if err == nil {
				got.what, err = decode(block)
			}
			got.size, got.err = size, err
			one <- got
		}()
	}
}

// frame reads the next blob with its kind; io.EOF is the file's end.
func frame(r io.Reader) (kind string, blob []byte, size int64, err error) {
	var length [4]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return "", nil, 0, cutOff(err)
	}
	n := binary.BigEndian.Uint32(length[:])
	if n > mostHead {
		return "", nil, 0, errors.New("a block's head is too long")
	}
	head := make([]byte, n)
	if _, err := io.ReadFull(r, head); err != nil {
		return "", nil, 0, errCutOff
	}
	var data uint64
	err = fields(head, func(f field) error {
		switch f.number {
		case 1:
			kind = string(f.bytes)
		case 3:
			data = f.value
		}
		return nil
	})
	if err != nil {
		return "", nil, 0, err
	}
	if data > mostBlob {
		return "", nil, 0, errors.New("a block is too long")
	}
	var b bytes.Buffer // grows as bytes come: a length alone takes no memory
	if got, err := io.CopyN(&b, r, int64(data)); err != nil {
		return "", nil, 0, fmt.Errorf("%w: %d bytes of a block of %d", errCutOff, got, data)
	}
	return kind, b.Bytes(), int64(4+n) + int64(data), nil
}

func cutOff(err error) error {
	if err == io.ErrUnexpectedEOF {
		return errCutOff
	}
	return err
}

// unpack returns what a blob holds.
func unpack(blob []byte) (block []byte, err error) {
	err = fields(blob, func(f field) error {
		switch f.number {
		case 1:
			block = f.bytes
		case 3:
			z, err := zlib.NewReader(bytes.NewReader(f.bytes))
			if err != nil {
				return err
			}
			block, err = io.ReadAll(io.LimitReader(z, mostBlob+1))
			if len(block) > mostBlob {
				return errors.New("a block is too long")
			}
			return err
		case 4, 5, 6, 7:
			return errors.New("a block is compressed otherwise than by zlib")
		}
		return nil
	})
	return block, err
}

// header is what an extract says of itself.
type header struct{ at time.Time }

func decodeHeader(blob []byte) (h header, err error) {
	block, err := unpack(blob)
	if err != nil {
		return h, err
	}
	return h, fields(block, func(f field) error {
		switch {
		case f.number == 4 && string(f.bytes) != "OsmSchema-V0.6" && string(f.bytes) != "DenseNodes":
			return fmt.Errorf("it needs %q", f.bytes)
		case f.number == 32:
			h.at = time.Unix(int64(f.value), 0)
		}
		return nil
	})
}

// field is one of a protobuf message: a number, or bytes.
type field struct {
	number protowire.Number
	value  uint64
	bytes  []byte
}

// fields calls do for each field of a message that is a number or bytes.
func fields(b []byte, do func(field) error) error {
	for len(b) > 0 {
		number, kind, n := protowire.ConsumeTag(b)
		if n < 0 {
			return protowire.ParseError(n)
		}
		b = b[n:]
		f := field{number: number}
		switch kind {
		case protowire.VarintType:
			f.value, n = protowire.ConsumeVarint(b)
		case protowire.BytesType:
			f.bytes, n = protowire.ConsumeBytes(b)
		default:
			n = protowire.ConsumeFieldValue(number, kind, b)
		}
		if n < 0 {
			return protowire.ParseError(n)
		}
		b = b[n:]
		if kind == protowire.VarintType || kind == protowire.BytesType {
			if err := do(f); err != nil {
				return err
			}
		}
	}
	return nil
}
