package road

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"runtime"
	"sync"
	"sync/atomic"
	"unsafe"
)

// aligned is on multiples of how many bytes an array of a file begins, that of
// a cache line.
const aligned = 64

// chunkBytes is how much of a file one checksum is of.
const chunkBytes = 1 << 20

// Checksums are CRC-32C, for which processors have an instruction.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// section is where an array lies in a file.
type section struct{ At, Bytes int }

// array is one of those that a file holds, by a name that stays.
type array struct {
	name string
	raw  func() []byte
	take func(raw []byte) error
}

// element is what is the same in memory and in a file on every machine whose
// lowest byte comes first.
type element interface {
	~uint8 | ~uint16 | ~uint32 | ~uint64 | ~int32 | ~bool | ~[2]uint32 | rung
}

func inFile[T element](name string, a *[]T) array {
	var one T
	size := int(unsafe.Sizeof(one))
	return array{name,
		func() []byte { return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(*a))), len(*a)*size) },
		func(raw []byte) error {
			if len(raw)%size != 0 {
				return fmt.Errorf("%w: %d bytes are no %s", ErrFile, len(raw), name)
			}
			start := unsafe.Pointer(unsafe.SliceData(raw))
			if uintptr(start)%unsafe.Alignof(one) != 0 {
				return fmt.Errorf("%w: %s is out of line", ErrFile, name)
			}
			*a = unsafe.Slice((*T)(start), len(raw)/size)
			return nil
		}}
}

func bytesOf(arrays []array) (n int) {
	for _, a := range arrays {
		n += len(a.raw())
	}
	return n
}

// summer takes the checksums of what is written to it, chunk by chunk.
type summer struct {
	done []byte
	now  uint32
	n    int // bytes of the chunk that is not full yet
}

// add goes on with p.
func (s *summer) add(p []byte) {
	for len(p) > 0 {
		take := min(len(p), chunkBytes-s.n)
		s.now, s.n = crc32.Update(s.now, castagnoli, p[:take]), s.n+take
		if p = p[take:]; s.n == chunkBytes {
			s.done, s.now, s.n = binary.LittleEndian.AppendUint32(s.done, s.now), 0, 0
		}
	}
}

// sums returns the checksums, the last chunk's too.
func (s *summer) sums() []byte {
	if s.n == 0 {
		return s.done
	}
	return binary.LittleEndian.AppendUint32(s.done, s.now)
}

// whole holds the chunks in which some sections lie against their checksums, on
// all cores.
func whole(body, sums []byte, of []section) error {
	var chunks []int
	next := 0
	for _, s := range of { // they are in order
		for next = max(next, s.At/chunkBytes); next*chunkBytes < s.At+s.Bytes; next++ {
			chunks = append(chunks, next)
		}
	}
	var wrong atomic.Bool
	spread(len(chunks), func(i int) {
		c := chunks[i]
		got := crc32.Checksum(body[c*chunkBytes:min(len(body), (c+1)*chunkBytes)], castagnoli)
		if got != binary.LittleEndian.Uint32(sums[4*c:]) {
			wrong.Store(true)
		}
	})
	if wrong.Load() {
		return fmt.Errorf("%w: its checksum is wrong", ErrFile)
	}
	return nil
}

// spread does n things on all cores.
func spread(n int, do func(i int)) {
	var todo sync.WaitGroup
	var next atomic.Int64
	var fate relay
	for range min(runtime.GOMAXPROCS(0), n) {
		todo.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				fate.run(func() { do(int(i)) })
			}
		})
	}
	todo.Wait()
	fate.raise()
}

// bounds are checks of arrays against each other: none may lead outside
// another.
type bounds []func() bool

// hold makes all checks, on all cores.
func (b bounds) hold() error {
	var wrong atomic.Bool
	spread(len(b), func(i int) {
		if !b[i]() {
			wrong.Store(true)
		}
	})
	if wrong.Load() {
		return fmt.Errorf("%w: its arrays do not fit each other", ErrFile)
	}
	return nil
}

// below demands that numbers are less than end, or none.
func (b *bounds) below(of []uint32, end int, orNone bool) {
	*b = append(*b, func() bool {
		for _, v := range of {
			if int(v) >= end && (!orNone || v != none) {
				return false
			}
		}
		return true
	})
}

// rising demands that of are where end things begin, and where the last ends,
// each of at least so many.
func (b *bounds) rising(of []uint32, end int, least uint32) {
	*b = append(*b, func() bool {
		for i := 1; i < len(of); i++ {
			if of[i] < of[i-1] || of[i]-of[i-1] < least {
				return false
			}
		}
		return len(of) > 0 && of[0] == 0 && int(of[len(of)-1]) == end
	})
}

// truth demands that every byte of a is one of a bool's.
func (b *bounds) truth(a []bool) {
	*b = append(*b, func() bool {
		for _, v := range inFile("", &a).raw() {
			if v > 1 {
				return false
			}
		}
		return true
	})
}

// sizes demands pairs of equal numbers.
func (b *bounds) sizes(pairs ...[2]int) {
	*b = append(*b, func() bool {
		for _, p := range pairs {
			if p[0] != p[1] {
				return false
			}
		}
		return true
	})
}
