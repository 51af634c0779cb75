package exchange

import (
	"context"
	"fmt"

	"simbiyoz/geo"
	"simbiyoz/geo/material"
)

// SyncLists writes the embedded lists of materials and known uses to the
// store, so that its rows can refer to them. Uses that the agency imported
// stay.
func (x *Exchange) SyncLists(ctx context.Context) error {
	if err := x.store.SaveMaterials(ctx, material.All()); err != nil {
		return fmt.Errorf("materials: %w", err)
	}
	uses, err := material.Uses()
	if err != nil {
		return err
	}
	if err := x.LoadUses(ctx); err != nil {
		return err
	}
	// they are thousands, and seldom other than the last time
	fresh := x.uses.Load().unlike(uses)
	if len(fresh) == 0 {
		return nil
	}
	if err := x.store.SaveUses(ctx, fresh); err != nil {
		return fmt.Errorf("known uses: %w", err)
	}
	return x.LoadUses(ctx)
}

// Material returns the material of a code as people write it ("10 02 02*"),
// or geo.ErrNotFound.
func (x *Exchange) Material(code string) (geo.Material, error) {
	if m, ok := material.ByCode(materialCode(code)); ok {
		return m, nil
	}
	return geo.Material{}, fmt.Errorf("material %q: %w", code, geo.ErrNotFound)
}

// Heading returns the chapter or group of the List of Waste with a code of two
// or four digits, nil when there is none.
func (x *Exchange) Heading(code string) *material.Heading {
	if h, ok := material.HeadingOf(code); ok {
		return &h
	}
	return nil
}

// SearchMaterials finds materials by code or words in lang ("tr" or "en"),
// best first.
func (x *Exchange) SearchMaterials(query, lang string, limit int) []material.Hit {
	return material.Search(query, lang, limit)
}

// SearchClasses finds NACE Rev. 2 classes by code or words, best first.
func (x *Exchange) SearchClasses(query, lang string, limit int) []material.Class {
	return material.SearchNACE(query, lang, limit)
}

// Class returns a NACE Rev. 2 class; unknown ones have only their code.
func (x *Exchange) Class(nace string) material.Class {
	c, _ := material.NACEByClass(nace)
	c.Code = nace
	return c
}

// Division returns a division of NACE Rev. 2; unknown ones have only their two
// digits.
func (x *Exchange) Division(code string) material.Class {
	d, _ := material.DivisionOf(code)
	d.Code = code
	return d
}

// AllMaterials returns every material there is, for those who look up without a
// connection.
func (x *Exchange) AllMaterials() []geo.Material { return material.All() }

// Use returns the known use with an id, nil when there is none.
func (x *Exchange) Use(id int64) *geo.Use { return x.uses.Load().byID[id] }

// materialCode returns a code as the lists have it from one as people write
// it; what is no code at all comes back as it is.
func materialCode(s string) string {
	if code := material.ParseCode(s); code != "" {
		return code
	}
	return s
}
