package exchange

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"simbiyoz/geo"
	"simbiyoz/geo/programme"
)

// AddFile keeps a file that belongs to a synergy. What it is, its content
// says, not its name; what is not one of programme.Kinds is refused.
func (x *Exchange) AddFile(ctx context.Context, synergy int64, name string, content []byte) (programme.File, error) {
	if x.vault == nil {
		return programme.File{}, geo.ErrUnsupported
	}
	if _, err := x.Synergy(ctx, synergy); err != nil {
		return programme.File{}, err
	}
	kind, _, _ := strings.Cut(mimetype.Detect(content).String(), ";")
	f := programme.File{SynergyID: synergy, Name: name, Kind: kind, Bytes: int64(len(content))}
	if err := f.Validate(); err != nil {
		return f, err
	}
	var err error
	if f.KeptAs, f.SHA256, err = x.vault.Keep(content); err != nil {
		return f, err
	}
	stored, err := x.store.AddFile(ctx, f)
	if err != nil {
		return f, errors.Join(err, x.vault.Drop(f.KeptAs))
	}
	return stored, nil
}

// Files returns the files of a synergy, the last first.
func (x *Exchange) Files(ctx context.Context, synergy int64) ([]programme.File, error) {
	if _, err := x.Synergy(ctx, synergy); err != nil {
		return nil, err
	}
	return x.store.Files(ctx, synergy)
}

// OpenFile returns a file of a synergy with its content, which must be closed.
func (x *Exchange) OpenFile(ctx context.Context, synergy, id int64) (programme.File, io.ReadCloser, error) {
	if x.vault == nil {
		return programme.File{}, nil, geo.ErrUnsupported
	}
	if _, err := x.Synergy(ctx, synergy); err != nil {
		return programme.File{}, nil, err
	}
	f, err := x.store.File(ctx, synergy, id)
	if err != nil {
		return f, nil, err
	}
	content, err := x.vault.Open(f.KeptAs)
	return f, content, err
}
