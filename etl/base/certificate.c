#include "base/certificate.h"

#include <openssl/pem.h>
#include <openssl/x509.h>

#include <time.h>

static bool not_after(const X509 *certificate, date *on)
{
	struct tm end;

	return certificate && ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end) == 1
	    && date_of(end.tm_year + 1900, end.tm_mon + 1, end.tm_mday, on);
}

bool certificate_last_day(const char *path, date *on, struct err *e)
{
	BIO *file = BIO_new_file(path, "r");
	X509 *certificate = file ? PEM_read_bio_X509(file, NULL, NULL, NULL) : NULL;
	bool good = not_after(certificate, on);

	X509_free(certificate);
	BIO_free(file);
	return good || err_set(e, ERR_SOURCE, "%s: there is no certificate in it", path);
}
