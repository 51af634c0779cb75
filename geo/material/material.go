// Package material knows what resources are: the List of Waste with its
// Turkish and English names, the list of products, energies and services that
// are no waste, the words people use for both, their known uses, the NACE
// classes that use them, and dated default figures by material class.
//
// The lists are data files embedded in the program and read once. English
// names of wastes are those of Commission Decision 2000/532/EC as amended by
// 2014/955/EU, Turkish names those of Annex 4 of the Atık Yönetimi Yönetmeliği
// (Official Gazette 29314 of 2 April 2015); both are legal texts and free to
// reproduce. NACE Rev. 2 is Regulation (EC) 1893/2006.
//
// Everything here is immutable after the first use and safe for concurrent
// calls. Callers must not change the slices they are given.
package material

import (
	"simbiyoz/geo"
)

// Entry is how the List of Waste enters a waste.
type Entry string

const (
	AbsoluteHazardous    Entry = "AH" // hazardous whatever it holds
	MirrorHazardous      Entry = "MH" // hazardous side of a mirror pair: an analysis decides
	AbsoluteNonHazardous Entry = "AN" // never hazardous
	MirrorNonHazardous   Entry = "MN" // the other side of a mirror pair
)

// hazards gives each kind of entry the mark it puts on a material.
var hazards = map[Entry]geo.Hazard{
	AbsoluteHazardous:    geo.HazardAbsolute,
	MirrorHazardous:      geo.HazardMirror,
	AbsoluteNonHazardous: geo.HazardNone,
	MirrorNonHazardous:   geo.HazardNone,
}

// Heading is a chapter (two digits) or a group (four) of the List of Waste.
type Heading struct {
	Code   string
	NameEN string
	NameTR string
}

// All returns every material: wastes by code, then products by code.
func All() []geo.Material { return lists().materials }

// ByCode returns the material with a code as ParseCode writes it.
func ByCode(code string) (geo.Material, bool) {
	i, ok := lists().byCode[code]
	if !ok {
		return geo.Material{}, false
	}
	return lists().materials[i], true
}

// EntryOf returns how the List of Waste enters code, empty for what is no
// six-digit waste code.
func EntryOf(code string) Entry { return lists().entries[code] }

// Headings returns all chapters and groups of the List of Waste by code: each
// chapter is followed by its groups.
func Headings() []Heading { return lists().headings }

// HeadingOf returns the chapter or group with a code of two or four digits.
func HeadingOf(code string) (Heading, bool) {
	i, ok := lists().byHeading[code]
	if !ok {
		return Heading{}, false
	}
	return lists().headings[i], true
}

// Group returns the materials of a group of the List of Waste ("1002") or of
// a product category ("energy"), by code.
func Group(group string) []geo.Material {
	out := []geo.Material{}
	for _, i := range lists().byGroup[group] {
		out = append(out, lists().materials[i])
	}
	return out
}

// Siblings returns the codes of the other wastes in code's group. Products
// have none: two energies or two services do not stand for each other.
func Siblings(code string) []string {
	if !IsWaste(code) {
		return nil
	}
	var out []string
	for _, m := range Group(code[:4]) {
		if m.Code != code {
			out = append(out, m.Code)
		}
	}
	return out
}

// Equivalents returns the codes under which the same matter is also posted: the
// wastes that a product in trade arises as, or the products that a waste is
// traded as.
func Equivalents(code string) []string { return lists().equivalents[code] }

// Synonyms returns the everyday words for code in lang ("tr" or "en").
func Synonyms(code, lang string) []string {
	var out []string
	for _, s := range lists().synonyms[code] {
		if s.lang == lang {
			out = append(out, s.word)
		}
	}
	return out
}
