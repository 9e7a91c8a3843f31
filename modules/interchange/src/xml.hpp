#pragma once

#include <tinyxml2.h>

#include <string>

namespace smartcrop::internal {

using Xml = tinyxml2::XMLDocument;
using XmlElement = tinyxml2::XMLElement;

/// A child at the end of an element.
XmlElement& add_element(XmlElement& parent, const char* name);

/// `<property name="NAME">VALUE</property>`
void add_property(XmlElement& parent, const char* name, const std::string& value);

/// An attribute's value; empty if there is none.
std::string attribute(const XmlElement& element, const char* name);

/// The document as indented text.
std::string xml_text(const Xml& document);

/// A number with up to six digits behind the point and no zeros at the end.
std::string brief_number(double value);

}  // namespace smartcrop::internal
