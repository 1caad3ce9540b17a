#include "people/people.h"

#include <math.h>

static bool degrees(struct str s, int64_t limit, int32_t *out)
{
	int64_t v;
	if (!str_to_decimal(s, 6, &v) || v < -limit || v > limit)
		return false;
	*out = (int32_t)v;
	return true;
}

bool geo_parse(struct str lat, struct str lon, struct geo *out)
{
	struct geo g;
	if (!degrees(lat, INT64_C(90000000), &g.lat_e6) ||
	    !degrees(lon, INT64_C(180000000), &g.lon_e6))
		return false;
	*out = g;
	return true;
}

double geo_distance_km(struct geo a, struct geo b)
{
	const double earth_km = 6371.0088;
	const double to_rad = 3.14159265358979323846 / 180.0 / 1e6;
	double lat_a = a.lat_e6 * to_rad, lat_b = b.lat_e6 * to_rad;
	double half_lat = sin((lat_b - lat_a) / 2);
	double half_lon =
		sin(((double)b.lon_e6 - (double)a.lon_e6) * to_rad / 2);
	double h = half_lat * half_lat +
		   cos(lat_a) * cos(lat_b) * half_lon * half_lon;
	return 2 * earth_km * asin(sqrt(fmin(h, 1.0)));
}
