package material

import (
	"embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"simbiyoz/geo"
)

//go:embed *.csv waste/*.csv
var files embed.FS

// list is every list, parsed and indexed by code.
type list struct {
	materials   []geo.Material
	byCode      map[string]int
	byGroup     map[string][]int
	entries     map[string]Entry
	headings    []Heading
	byHeading   map[string]int
	synonyms    map[string][]synonym
	equivalents map[string][]string
	classes     []Class
	byClass     map[string]int
	divisions   map[string]Class // without classes
	uses        []geo.Use
	kinds       map[string]string     // by prefix of a code
	receivers   map[string][]Receiver // by kind
	partners    []partner
	shares      map[string]shares   // by group
	sectors     map[string][]string // groups of wastes by the beginning of a class
	defaults    map[string]Defaults
	err         error // of all files together
}

type synonym struct{ lang, word string }

// lists reads the embedded files once. What is wrong with them is told by Uses,
// which every start of the program asks; the tests find it earlier.
var lists = sync.OnceValue(func() *list {
	l := &list{
		byCode: map[string]int{}, byGroup: map[string][]int{}, entries: map[string]Entry{},
		byHeading: map[string]int{}, synonyms: map[string][]synonym{}, equivalents: map[string][]string{},
		byClass: map[string]int{}, divisions: map[string]Class{}, kinds: map[string]string{}, receivers: map[string][]Receiver{}, defaults: map[string]Defaults{},
		shares: map[string]shares{}, sectors: map[string][]string{},
	}
	l.err = errors.Join(
		l.readHeadings(),
		l.readWastes(),
		read(files, "products.csv", "code,category,unit,cpa,en,tr", l.product),
		read(files, "synonyms.csv", "code,lang,word", l.synonym),
		read(files, "equivalents.csv", "product,waste", l.equivalent),
		read(files, "nace.csv", "class,en,tr", l.class),
		read(files, "divisions.csv", "division,en,tr", l.division),
		read(files, "uses.csv", "material,nace,use_en,use_tr,treatment,form,limits,ratio,evidence,source", l.use),
		read(files, "kinds.csv", "prefix,kind", l.kind),
		read(files, "receivers.csv", "kind,nace,weight,use_en,use_tr", l.readReceiver),
		read(files, "partners.csv", "from,kind,nace,weight,use_en,use_tr", l.readPartner),
		read(files, "shares.csv", "group,nace,share", l.readShare),
		read(files, "sectors.csv", "nace,group", l.readSector),
		read(files, "defaults.csv", defaultsHeader, l.readDefaults),
	)
	return l
})

func (l *list) readHeadings() error {
	err := read(files, "waste/groups.csv", "code,en,tr", func(f []string) error {
		l.headings = append(l.headings, Heading{Code: f[0], NameEN: f[1], NameTR: f[2]})
		return nil
	})
	slices.SortFunc(l.headings, func(a, b Heading) int { return strings.Compare(a.Code, b.Code) })
	for i, h := range l.headings {
		l.byHeading[h.Code] = i
	}
	return err
}

func (l *list) readWastes() error {
	var errs []error
	for _, h := range l.headings {
		if len(h.Code) == 2 {
			errs = append(errs, read(files, "waste/"+h.Code+".csv", "code,entry,en,tr", l.waste))
		}
	}
	return errors.Join(errs...)
}

func (l *list) waste(f []string) error {
	hazard, ok := hazards[Entry(f[1])]
	if !ok || !IsWaste(f[0]) {
		return fmt.Errorf("%s: entry %q is no waste's", f[0], f[1])
	}
	l.entries[f[0]] = Entry(f[1])
	return l.add(geo.Material{Code: f[0], Group: f[0][:4], Category: geo.CategoryMaterial,
		Hazard: hazard, Unit: geo.UnitTonne, NameEN: f[2], NameTR: f[3]})
}

func (l *list) product(f []string) error {
	m := geo.Material{Code: f[0], Group: f[1], Category: geo.Category(f[1]),
		Hazard: geo.HazardNone, Unit: geo.Unit(f[2]), NameEN: f[4], NameTR: f[5]}
	if !product.MatchString(m.Code) || !slices.Contains(geo.Categories, m.Category) || !slices.Contains(geo.Units, m.Unit) {
		return fmt.Errorf("%s: %s in %s is no product's", m.Code, m.Category, m.Unit)
	}
	return l.add(m)
}

func (l *list) add(m geo.Material) error {
	if _, twice := l.byCode[m.Code]; twice {
		return fmt.Errorf("%s is listed twice", m.Code)
	}
	l.byCode[m.Code] = len(l.materials)
	l.byGroup[m.Group] = append(l.byGroup[m.Group], len(l.materials))
	l.materials = append(l.materials, m)
	return nil
}

func (l *list) synonym(f []string) error {
	if err := l.known(f[0]); err != nil {
		return err
	}
	l.synonyms[f[0]] = append(l.synonyms[f[0]], synonym{f[1], f[2]})
	return nil
}

func (l *list) equivalent(f []string) error {
	if err := errors.Join(l.known(f[0]), l.known(f[1])); err != nil {
		return err
	}
	l.equivalents[f[0]] = append(l.equivalents[f[0]], f[1])
	l.equivalents[f[1]] = append(l.equivalents[f[1]], f[0])
	return nil
}

func (l *list) known(code string) error {
	if _, ok := l.byCode[code]; !ok {
		return fmt.Errorf("material %q: %w", code, geo.ErrNotFound)
	}
	return nil
}

// read calls row with each line's fields after the header, which must be the
// one given. A row's error names file and line; reading goes on, so that one
// answer names all of them.
func read(from fs.FS, name, header string, row func(fields []string) error) error {
	f, err := from.Open(name)
	if err != nil {
		return fmt.Errorf("list of materials: %w", err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	first, err := r.Read()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if got := strings.Join(first, ","); got != header {
		return fmt.Errorf("%s: header is %q, not %q", name, got, header)
	}
	var errs []error
	for {
		fields, err := r.Read()
		if err == io.EOF {
			return errors.Join(errs...)
		}
		if err == nil {
			err = row(fields)
		}
		if err != nil {
			line, _ := r.FieldPos(0)
			errs = append(errs, fmt.Errorf("%s:%d: %w", name, line, err))
		}
	}
}
