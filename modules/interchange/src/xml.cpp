#include "xml.hpp"

#include "smartcrop/core/text.hpp"

namespace smartcrop::internal {

XmlElement& add_element(XmlElement& parent, const char* name) {
  return *parent.InsertNewChildElement(name);
}

void add_property(XmlElement& parent, const char* name, const std::string& value) {
  XmlElement& property = add_element(parent, "property");
  property.SetAttribute("name", name);
  property.SetText(value.c_str());
}

std::string attribute(const XmlElement& element, const char* name) {
  const char* const value = element.Attribute(name);
  return value != nullptr ? value : "";
}

std::string xml_text(const Xml& document) {
  tinyxml2::XMLPrinter printer;
  document.Print(&printer);
  return printer.CStr();
}

std::string brief_number(double value) {
  std::string text = decimals(value, 6);
  text.resize(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text == "-0" ? "0" : text;
}

}  // namespace smartcrop::internal
