package org.echoscale.bench.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class QuotedTest {

    @Test
    void textIsShownAsItIsAndTheRestAsEscapes() {
        assertThat(quoted("a \"b\" \\ é 你 👋\n\r\t")).isEqualTo("\"a \\\"b\\\" \\\\ é 你 👋\\n\\r\\t\"");
    }

    @Test
    void nothingATerminalObeysGetsThrough() {
        assertThat(quoted("\u001b[31m\u009b\u202e\u0000\u007f"))
                .isEqualTo("\"\\x1B[31m\\xC2\\x9B\\xE2\\x80\\xAE\\x00\\x7F\"");
    }

    @Test
    void aCharacterThatIsCutIsShownByItsBytes() {
        byte[] cut = {'a', (byte) 0xc3};
        assertThat(Quoted.text(cut, 0, 2, 10)).isEqualTo("\"a\\xC3\"");
        assertThat(Quoted.text(new byte[]{(byte) 0xbc, 'b'}, 0, 2, 10)).isEqualTo("\"\\xBCb\"");
    }

    @Test
    void aLongTextIsCut() {
        byte[] bytes = "0123456789".getBytes(StandardCharsets.UTF_8);
        assertThat(Quoted.text(bytes, 2, 10, 4)).isEqualTo("\"2345\"…");
        assertThat(Quoted.text(bytes, 2, 6, 4)).isEqualTo("\"2345\"");
    }

    @Test
    void oneByteHasItsValueAndItsCharacter() {
        assertThat(Quoted.one((byte) 'a')).isEqualTo("0x61 'a'");
        assertThat(Quoted.one((byte) 0xc3)).isEqualTo("0xC3");
    }

    private static String quoted(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Quoted.text(bytes, 0, bytes.length, 1000);
    }
}
