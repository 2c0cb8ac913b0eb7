//! The `view!` macro: the markup that Leptos' own macro takes, turned into calls of `browser::view`, where
//! every element and every dynamic part has the same type. Leptos gives each its own, which is fast to
//! update and three times as much to download.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use rstml::Infallible;
use rstml::node::{KeyedAttribute, Node, NodeAttribute, NodeElement};

/// Builds a view from markup: elements, components (names with a capital), `{blocks}` and `"text"`.
/// Attributes are plain (`class="x"`), events (`on:click=f`), properties (`prop:value=v`) or single
/// classes (`class:open=v`); a value may be a closure or a signal, which is then followed.
#[proc_macro]
pub fn view(markup: proc_macro::TokenStream) -> proc_macro::TokenStream {
    match rstml::parse2(markup.into()) {
        Ok(nodes) => nodes_view(&nodes).into(),
        Err(error) => error.to_compile_error().into(),
    }
}

/// Several nodes become one view.
fn nodes_view(nodes: &[Node]) -> TokenStream {
    let mut views = nodes.iter().filter_map(node_view);
    match (views.next(), views.next()) {
        (None, _) => quote!(crate::view::View::Nothing),
        (Some(only), None) => quote!(crate::view::IntoView::into_view(#only)),
        (Some(first), Some(second)) => quote! {
            crate::view::View::Many(::std::vec![
                crate::view::IntoView::into_view(#first),
                crate::view::IntoView::into_view(#second),
                #(crate::view::IntoView::into_view(#views)),*
            ])
        },
    }
}

fn node_view(node: &Node) -> Option<TokenStream> {
    match node {
        Node::Element(element) => Some(if is_component(element) {
            component_view(element)
        } else {
            element_view(element)
        }),
        Node::Fragment(fragment) => Some(nodes_view(&fragment.children)),
        // Braces around a single expression would only draw warnings.
        Node::Block(block) => Some(quote!({
            #[allow(unused_braces)]
            #block
        })),
        Node::Text(text) => Some(text.value.to_token_stream()),
        Node::RawText(text) => {
            let text = text.to_string_best();
            (!text.trim().is_empty()).then(|| quote!(#text))
        }
        Node::Comment(_) | Node::Doctype(_) | Node::Custom(_) => None,
    }
}

fn is_component(element: &NodeElement<Infallible>) -> bool {
    let name = element.open_tag.name.to_string();
    let last = name.rsplit("::").next().unwrap_or_default();
    last.starts_with(|letter: char| letter.is_ascii_uppercase())
}

fn element_view(element: &NodeElement<Infallible>) -> TokenStream {
    let tag = element.open_tag.name.to_string();
    let make = if matches!(tag.as_str(), "svg" | "use" | "path" | "circle" | "text") {
        quote!(svg)
    } else {
        quote!(new)
    };
    let attributes = attributes(element).map(attribute_call);
    let children = element.children.iter().filter_map(node_view);
    quote! {
        crate::view::Element::#make(#tag) #(#attributes)* #(.child(#children))*
    }
}

fn attribute_call(attribute: &KeyedAttribute) -> TokenStream {
    let name = attribute.key.to_string();
    let value = attribute_value(attribute);
    if let Some(event) = name.strip_prefix("on:") {
        let event = quote::format_ident!("{event}");
        return quote!(.on(::leptos::ev::#event, #value));
    }
    if let Some(property) = name.strip_prefix("prop:") {
        return quote!(.prop(#property, #value));
    }
    if let Some(class) = name.strip_prefix("class:") {
        return quote!(.toggle_class(#class, #value));
    }
    quote!(.attr(#name, #value))
}

fn component_view(element: &NodeElement<Infallible>) -> TokenStream {
    let name = &element.open_tag.name;
    let props = attributes(element).map(|attribute| {
        let key = &attribute.key;
        let value = match attribute.value() {
            Some(value) => value.to_token_stream(),
            None => key.to_token_stream(),
        };
        quote!(.#key(#value))
    });
    let children = (!element.children.is_empty()).then(|| {
        let children = nodes_view(&element.children);
        quote!(.children(::std::boxed::Box::new(move || #children)))
    });
    quote! {
        ::leptos::component::component_view(
            &#name,
            ::leptos::component::component_props_builder(&#name) #(#props)* #children .build(),
        )
    }
}

fn attributes(element: &NodeElement<Infallible>) -> impl Iterator<Item = &KeyedAttribute> {
    element
        .open_tag
        .attributes
        .iter()
        .filter_map(|attribute| match attribute {
            NodeAttribute::Attribute(attribute) => Some(attribute),
            NodeAttribute::Block(_) => None,
        })
}

/// An attribute without a value is simply there.
fn attribute_value(attribute: &KeyedAttribute) -> TokenStream {
    match attribute.value() {
        Some(value) => value.to_token_stream(),
        None => quote!(true),
    }
}
