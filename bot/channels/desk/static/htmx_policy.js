// htmx puts fragments of our own pages in. Under trusted types it needs a policy of that name.
htmx.registerExtension("desk-policy", {
  init(api) {
    const policy = globalThis.trustedTypes?.createPolicy("htmx", {
      createHTML: (markup) => markup,
      createScript: () => "",
    });
    if (policy) api.initSecurity(policy, Function, Function);
  },
});
