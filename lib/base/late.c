#include "base/late.h"

#include <dlfcn.h>

enum rc late_open(const char *library, const char *package,
		  const struct late_name *name, size_t n, struct err *err)
{
	void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
	if (!handle)
		return err_set(err, E_NOT_FOUND,
			       "could not open %s: install the package %s (%s)",
			       library, package, dlerror());
	for (size_t i = 0; i < n; i++) {
		void *p = dlsym(handle, name[i].name);
		if (!p)
			return err_set(err, E_NOT_FOUND,
				       "%s has no %s: install another version "
				       "of the package %s",
				       library, name[i].name, package);
		memcpy(name[i].to, &p, sizeof(p));
	}
	return OK;
}
