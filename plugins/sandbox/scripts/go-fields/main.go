// Prints what the OpenAPI document of a Kubernetes API server does not say about its Go types: the order of their
// fields, and for each field whether an empty value is left out of the JSON. generate-schemas.ts merges it in.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes/scheme"
	apiregistration "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
)

// A field is "name:flag:number": p = pointer or interface (left out when nil), v = left out when empty,
// z = always there, n = always there, as null when nil, o = a struct that is left out when all of it is empty. The number is the field's in protobuf;
// "2/1" is field 1 of a message in field 2 which JSON inlines.
var types = map[string][]string{}

func main() {
	s := runtime.NewScheme()
	must(scheme.AddToScheme(s))
	must(apiextensions.AddToScheme(s))
	must(apiregistration.AddToScheme(s))
	for _, t := range s.AllKnownTypes() {
		visit(t)
	}
	out, err := json.MarshalIndent(types, "", " ")
	must(err)
	fmt.Fprintln(os.Stdout, string(out))
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// modelName is the name of a Go type in the OpenAPI document: k8s.io/api/core/v1.Pod is io.k8s.api.core.v1.Pod.
func modelName(t reflect.Type) string {
	parts := strings.Split(t.PkgPath(), "/")
	host := strings.Split(parts[0], ".")
	for i, j := 0, len(host)-1; i < j; i, j = i+1, j-1 {
		host[i], host[j] = host[j], host[i]
	}
	return strings.Join(append(append(host, parts[1:]...), t.Name()), ".")
}

func visit(t reflect.Type) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return
	}
	name := modelName(t)
	if _, seen := types[name]; seen {
		return
	}
	types[name] = []string{}
	types[name] = fields(t, "")
}

func fields(t reflect.Type, prefix string) []string {
	var out []string
	for i := 0; i < t.NumField(); i++ {
		f := t.Field(i)
		tag := f.Tag.Get("json")
		if tag == "-" || !f.IsExported() {
			continue
		}
		name, options, _ := strings.Cut(tag, ",")
		if name == "" {
			if f.Anonymous && f.Type.Kind() == reflect.Struct {
				out = append(out, inlined(f, prefix)...)
			}
			continue
		}
		visit(f.Type)
		out = append(out, name+":"+flag(f.Type, options)+":"+prefix+protoNumber(f))
	}
	return out
}

// inlined gives the fields of an embedded struct. Without a number of its own, as TypeMeta, it is not in protobuf.
func inlined(f reflect.StructField, prefix string) []string {
	number := protoNumber(f)
	var out []string
	for _, field := range fields(f.Type, prefix+number+"/") {
		if number == "" {
			field = field[:strings.LastIndex(field, ":")+1]
		}
		out = append(out, field)
	}
	return out
}

// protoNumber reads the second part of a tag such as `protobuf:"bytes,2,opt,name=spec"`.
func protoNumber(f reflect.StructField) string {
	parts := strings.Split(f.Tag.Get("protobuf"), ",")
	if len(parts) < 2 {
		return ""
	}
	return parts[1]
}

func flag(t reflect.Type, options string) string {
	omitEmpty := strings.Contains(options, "omitempty")
	switch {
	case t.Kind() == reflect.Pointer || t.Kind() == reflect.Interface:
		if omitEmpty {
			return "p"
		}
		return "n"
	case strings.Contains(options, "omitzero"):
		return "o"
	case t.Kind() == reflect.Struct:
		return "z"
	case omitEmpty:
		return "v"
	}
	return "z"
}
