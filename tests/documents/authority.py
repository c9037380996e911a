"""Authorities for tests: real ones on 127.0.0.1, with certificates of their own and faults to switch on."""

import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from asn1crypto import core, keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from marketplace import clock

NAME = "示范时间戳服务机构"
DER, PEM = serialization.Encoding.DER, serialization.Encoding.PEM


def certificate(name, key, issuer=None, issuer_key=None, *, usage=None):
    """A certificate for ``key``; self-signed, or by ``issuer``. ``usage`` of a signer's certificate."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = clock.now()
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if usage is not None:
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=True)
    return builder.sign(issuer_key or key, hashes.SHA256())


def asn1(made):
    return asn1_x509.Certificate.load(made.public_bytes(DER))


def asn1_key(key):
    data = key.private_bytes(DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return keys.PrivateKeyInfo.load(data)


class _Stamper(DummyTimeStamper):
    """Issues tokens; ``fault`` is what is wrong with the next ones."""

    fault = ""
    moment = None

    def request_tsa_response(self, req):
        if self.fault == "wrong imprint":
            req["message_imprint"]["hashed_message"] = bytes(32)
        if self.fault == "wrong nonce":
            req["nonce"] = core.Integer(7)
        if self.fault == "no nonce":
            del req["nonce"]
        if self.fault == "refused":
            status = tsp.PKIStatusInfo({"status": tsp.PKIStatus("rejection")})
            return tsp.TimeStampResp({"status": status})
        hours = {"clock two hours ahead": 2, "clock two hours behind": -2}.get(self.fault, 0)
        self.fixed_dt = (self.moment or clock.now()) + timedelta(hours=hours)
        return super().request_tsa_response(req)


@dataclass
class Authority:
    """A timestamp authority: its address, its root, what it was asked."""

    url: str
    root: bytes
    stamper: _Stamper
    slow_seconds: float = 0
    asked: list = field(default_factory=list)

    @property
    def fault(self):
        return self.stamper.fault

    @fault.setter
    def fault(self, name):
        self.stamper.fault = name

    def keep_root(self, folder: Path) -> str:
        path = folder / "tsa-root.pem"
        path.write_bytes(self.root)
        return str(path)


@contextmanager
def timestamp_authority(usage=ExtendedKeyUsageOID.TIME_STAMPING):
    """A timestamp authority that listens on 127.0.0.1."""
    root_key, key = (rsa.generate_private_key(65537, 2048) for _ in range(2))
    root = certificate(f"{NAME} 根证书", root_key)
    signer = certificate(NAME, key, root, root_key, usage=usage)
    chain = SimpleCertificateStore()
    chain.register(asn1(root))
    stamper = _Stamper(asn1(signer), asn1_key(key), certs_to_embed=chain)
    authority = Authority("", root.public_bytes(PEM), stamper)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            authority.asked.append(body)
            time.sleep(authority.slow_seconds)
            answer = b"<html>"
            if authority.fault != "garbage":
                answer = stamper.request_tsa_response(tsp.TimeStampReq.load(body)).dump()
            self.send_response(503 if authority.fault == "503" else 200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_):
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_):
            """The other side hung up, as it should with a slow authority."""

    server = Server(("127.0.0.1", 0), Handler)
    authority.url = f"http://127.0.0.1:{server.server_port}/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield authority
    finally:
        server.shutdown()
        server.server_close()
