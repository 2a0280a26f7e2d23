// Reads a PromQL query, and answers as JSON what Prometheus' own parser makes of it: a tree that holds what a test asks
// about names and labels, or the parser's complaint.
package main

import (
	"encoding/json"
	"io"
	"log"
	"os"

	"github.com/prometheus/prometheus/promql/parser"
)

// A node of the tree; what does not apply is left out.
type node struct {
	Error    string   `json:"error,omitempty"`    // of the whole query: it cannot be parsed
	Metric   string   `json:"metric,omitempty"`   // of a selector
	Matched  []string `json:"matched,omitempty"`  // the labels that a selector names
	Function string   `json:"function,omitempty"` // of a call, an aggregation or an operator
	Texts    []string `json:"texts,omitempty"`    // the arguments of a call that are strings
	Grouped  bool     `json:"grouped,omitempty"`  // an aggregation, or an operator with on or ignoring
	Grouping []string `json:"grouping,omitempty"` // the labels after by, without, on or ignoring
	Without  bool     `json:"without,omitempty"`  // without or ignoring
	Many     bool     `json:"many,omitempty"`     // group_left or group_right: other labels stay
	Include  []string `json:"include,omitempty"`  // the labels after those
	Children []node   `json:"children,omitempty"`
}

func main() {
	query, err := io.ReadAll(os.Stdin)
	if err != nil {
		log.Fatal(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(parsed(string(query))); err != nil {
		log.Fatal(err)
	}
}

func parsed(query string) node {
	expr, err := parser.ParseExpr(query)
	if err != nil {
		return node{Error: err.Error()}
	}
	return tree(expr)
}

func tree(expr parser.Node) node {
	n := node{}
	switch e := expr.(type) {
	case *parser.VectorSelector:
		for _, matcher := range e.LabelMatchers {
			if matcher.Name == "__name__" {
				n.Metric = matcher.Value
			} else {
				n.Matched = append(n.Matched, matcher.Name)
			}
		}
	case *parser.AggregateExpr:
		n.Function, n.Grouped, n.Grouping, n.Without = e.Op.String(), true, e.Grouping, e.Without
	case *parser.BinaryExpr:
		n.Function = e.Op.String()
		if m := e.VectorMatching; m != nil {
			n.Grouping, n.Without, n.Include = m.MatchingLabels, !m.On, m.Include
			n.Grouped = m.On || len(m.MatchingLabels) > 0
			n.Many = m.Card == parser.CardManyToOne || m.Card == parser.CardOneToMany
		}
	case *parser.Call:
		n.Function = e.Func.Name
		for _, argument := range e.Args {
			if text, ok := argument.(*parser.StringLiteral); ok {
				n.Texts = append(n.Texts, text.Val)
			}
		}
	}
	for _, child := range parser.Children(expr) {
		n.Children = append(n.Children, tree(child))
	}
	return n
}
