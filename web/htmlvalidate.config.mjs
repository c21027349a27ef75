// How the pages' HTML is checked (tests/browser/test_pages.py): the standard's rules.
export default {
  root: true,
  extends: ["html-validate:standard"],
  // The standard's <details> is no sectioning content (HTML §4.11.1), so that a row's heading may hold one.
  elements: ["html5", { details: { sectioning: false } }],
  rules: {
    "no-inline-style": "error", // the security policy of the pages refuses them
    "require-sri": "off", // everything is of our own host
  },
};
