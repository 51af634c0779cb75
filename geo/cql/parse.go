package cql

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Parse reads a filter written as text. An error is a *geo.FieldError of
// "filter" that tells where it went wrong.
func Parse(text string) (Expr, error) {
	if len(text) > longest || !utf8.ValidString(text) {
		return nil, wrong("is no UTF-8 of at most %d bytes", longest)
	}
	p := &parser{scan: scanner{text: text}}
	if err := p.advance(); err != nil {
		return nil, err
	}
	e, err := p.or(0)
	if err != nil {
		return nil, err
	}
	if p.now.kind != tokenEnd {
		return nil, p.unexpected("AND, OR or the end")
	}
	return e, nil
}

// parser reads conditions by recursive descent, one token ahead.
type parser struct {
	scan scanner
	now  token
}

func (p *parser) advance() (err error) {
	p.now, err = p.scan.next()
	return err
}

func (p *parser) unexpected(wanted string) error {
	if p.now.kind == tokenEnd {
		return wrong("ends where %s should stand", wanted)
	}
	return wrong("%q at %d stands where %s should", p.now.text, p.now.at+1, wanted)
}

// keyword reports whether the token is that word, in any case.
func (p *parser) keyword(word string) bool {
	return p.now.kind == tokenName && strings.EqualFold(p.now.text, word)
}

// take advances past a keyword or sign, if that is what stands here.
func (p *parser) take(word string) (bool, error) {
	if !p.keyword(word) && (p.now.kind != tokenSign || p.now.text != word) {
		return false, nil
	}
	return true, p.advance()
}

// need advances past what must stand here.
func (p *parser) need(word string) error {
	there, err := p.take(word)
	if err == nil && !there {
		err = p.unexpected(word)
	}
	return err
}

func (p *parser) or(depth int) (Expr, error) {
	list, err := p.chain("OR", depth, p.and)
	if err != nil || len(list) == 1 {
		return first(list), err
	}
	return Or(list), nil
}

func (p *parser) and(depth int) (Expr, error) {
	list, err := p.chain("AND", depth, p.not)
	if err != nil || len(list) == 1 {
		return first(list), err
	}
	return And(list), nil
}

func first(list []Expr) Expr {
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

// chain reads conditions with a word between them.
func (p *parser) chain(word string, depth int, one func(depth int) (Expr, error)) ([]Expr, error) {
	if depth > deepest {
		return nil, wrong("nests deeper than %d", deepest)
	}
	var list []Expr
	for {
		e, err := one(depth)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
		if more, err := p.take(word); err != nil || !more {
			return list, err
		}
	}
}

func (p *parser) not(depth int) (Expr, error) {
	if depth > deepest {
		return nil, wrong("nests deeper than %d", deepest)
	}
	if negated, err := p.take("NOT"); err != nil {
		return nil, err
	} else if negated {
		e, err := p.not(depth + 1)
		return Not{e}, err
	}
	if p.now.kind == tokenSign && p.now.text == "(" {
		if err := p.advance(); err != nil {
			return nil, err
		}
		e, err := p.or(depth + 1)
		if err != nil {
			return nil, err
		}
		return e, p.need(")")
	}
	for op := range spatial {
		if p.keyword(string(op)) {
			return p.spatial(op)
		}
	}
	return p.predicate()
}

// predicate reads what begins with a value.
func (p *parser) predicate() (Expr, error) {
	left, err := p.value(0)
	if err != nil {
		return nil, err
	}
	if p.now.kind == tokenSign {
		if op := Op(p.now.text); comparisons[op] {
			if err := p.advance(); err != nil {
				return nil, err
			}
			right, err := p.value(0)
			return Compare{op, left, right}, err
		}
	}
	if b, ok := left.(Bool); ok {
		return Constant(b), nil
	}
	negated, err := p.take("NOT")
	if err != nil {
		return nil, err
	}
	e, err := p.word(left)
	if err == nil && negated {
		e = Not{e}
	}
	return e, err
}

var comparisons = map[Op]bool{Equal: true, NotEqual: true, Less: true, Greater: true, LessEqual: true, GreaterEqual: true}

// word reads what follows left: LIKE, BETWEEN, IN or IS.
func (p *parser) word(left Value) (Expr, error) {
	switch {
	case p.keyword("LIKE"):
		if err := p.advance(); err != nil {
			return nil, err
		}
		pattern, err := p.value(0)
		return Like{left, pattern}, err
	case p.keyword("BETWEEN"):
		return p.between(left)
	case p.keyword("IN"):
		return p.in(left)
	case p.keyword("IS"):
		return p.isNull(left)
	}
	return nil, p.unexpected("a comparison, LIKE, BETWEEN, IN or IS")
}

func (p *parser) between(left Value) (Expr, error) {
	if err := p.advance(); err != nil {
		return nil, err
	}
	low, err := p.value(0)
	if err != nil {
		return nil, err
	}
	if err := p.need("AND"); err != nil {
		return nil, err
	}
	high, err := p.value(0)
	return Between{left, low, high}, err
}

func (p *parser) in(left Value) (Expr, error) {
	if err := p.advance(); err != nil {
		return nil, err
	}
	if err := p.need("("); err != nil {
		return nil, err
	}
	e := In{Value: left}
	for {
		v, err := p.value(0)
		if err != nil {
			return nil, err
		}
		e.List = append(e.List, v)
		if more, err := p.take(","); err != nil {
			return nil, err
		} else if !more {
			return e, p.need(")")
		}
	}
}

func (p *parser) isNull(left Value) (Expr, error) {
	if err := p.advance(); err != nil {
		return nil, err
	}
	negated, err := p.take("NOT")
	if err != nil {
		return nil, err
	}
	if err := p.need("NULL"); err != nil {
		return nil, err
	}
	if negated {
		return Not{IsNull{left}}, nil
	}
	return IsNull{left}, nil
}

// value reads a property or a literal.
func (p *parser) value(depth int) (Value, error) {
	t := p.now
	switch t.kind {
	case tokenText:
		return Text(t.text), p.advance()
	case tokenQuoted:
		return Property(t.text), p.advance()
	case tokenNumber:
		n, err := strconv.ParseFloat(t.text, 64)
		if err != nil || math.IsInf(n, 0) {
			return nil, wrong("%q at %d is no number", t.text, t.at+1)
		}
		return Number(n), p.advance()
	case tokenName:
		return p.name(t, depth)
	}
	return nil, p.unexpected("a value")
}

// name reads what begins with a word: a literal, a function or a property.
func (p *parser) name(t token, depth int) (Value, error) {
	if err := p.advance(); err != nil {
		return nil, err
	}
	switch word := strings.ToUpper(t.text); word {
	case "TRUE", "FALSE":
		return Bool(word == "TRUE"), nil
	case "DATE", "TIMESTAMP", "CASEI", "ACCENTI":
		if p.now.kind != tokenSign || p.now.text != "(" {
			return Property(t.text), nil
		}
		if depth > deepest {
			return nil, wrong("nests deeper than %d", deepest)
		}
		return p.function(word, depth)
	case "AND", "OR", "NOT", "LIKE", "BETWEEN", "IN", "IS", "NULL":
		return nil, wrong("%q at %d stands where a value should", t.text, t.at+1)
	}
	return Property(t.text), nil
}

func (p *parser) function(word string, depth int) (Value, error) {
	if err := p.advance(); err != nil {
		return nil, err
	}
	v, err := p.value(depth + 1)
	if err != nil {
		return nil, err
	}
	switch word {
	case "CASEI":
		v = CaseI{v}
	case "ACCENTI":
		v = AccentI{v}
	default:
		text, _ := v.(Text) // anything else is no time
		if v, err = instant(word, string(text)); err != nil {
			return nil, err
		}
	}
	return v, p.need(")")
}

// instant reads a date or a timestamp.
func instant(word, text string) (Value, error) {
	layout := map[string]string{"DATE": time.DateOnly, "TIMESTAMP": time.RFC3339Nano}[word]
	if _, err := time.Parse(layout, text); err != nil {
		return nil, wrong("%q is no %s", text, strings.ToLower(word))
	}
	return Time(text), nil
}
